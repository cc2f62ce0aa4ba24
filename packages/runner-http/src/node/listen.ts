import { createServer, type Server } from "node:http";
import type { Run } from "@lutra/runner-core";
import {
  checkedDuration,
  checkedLimit,
  settlesWithin,
  startTimer,
} from "@lutra/runner-core/transport";
import type { HttpServerOptions } from "@lutra/runner-http";
import { createNodeHandlers, type NodeHandler } from "./node-handler.ts";

/** Address at which {@link listen} listens, and the options of the handler. */
export interface ListenOptions extends HttpServerOptions {
  /** Address to bind. @default "127.0.0.1" */
  readonly host?: string | undefined;
  /** TCP port; 0 takes a free one. @default 0 */
  readonly port?: number | undefined;
  /** Most connections that are open at a time; more are closed at once, without an answer. @default 1024 */
  readonly maxConnections?: number | undefined;
  /** Time for a client to send the head of a request, in milliseconds; then it gets 408. @default 10000 */
  readonly headersTimeoutMs?: number | undefined;
}

/** Times of {@link HttpListener.drain}. */
export interface DrainOptions {
  /**
   * Time in which requests are still taken, in milliseconds: longer than a balancer needs to notice, which is the interval
   * of its checks times how many must fail, and longer than it keeps idle connections. @default 5000
   */
  readonly ms?: number | undefined;
  /** Time for requests in flight after that, as in `close`, in milliseconds. @default 5000 */
  readonly graceMs?: number | undefined;
}

/** A server that accepts requests. */
export interface HttpListener extends AsyncDisposable {
  /** `HOST:PORT` as bound. */
  readonly address: string;
  readonly port: number;
  /**
   * Closes without the loss of a call: answers `/health` with 503, has each answer end its connection, goes on with all
   * calls for a time, then closes. `close` meanwhile ends the wait.
   *
   * @throws RangeError if a time is negative or no number
   */
  drain(options?: DrainOptions): Promise<void>;
  /**
   * Accepts no more requests, waits for those in flight and releases every program; a runner that does not let go of its
   * programs within a second is not waited for. The runner stays open.
   *
   * @param graceMs how long requests in flight may take before they are cut off, in milliseconds; `Infinity` for as
   *   long as they take. @default 5000
   * @throws RangeError if `graceMs` is negative or no number
   */
  close(graceMs?: number): Promise<void>;
}

const loopback = ["localhost", "127.0.0.1", "[::1]"];

/**
 * Serves a runner over HTTP. Bound to loopback, it answers only for loopback host names, unless `hosts` says otherwise: a
 * web page whose name was pointed here must not reach it.
 *
 * There is no encryption: put it after a proxy that has it, or call it on this machine only.
 *
 * @returns the listener, once it listens; it is the caller's to close, before the runner
 * @throws TypeError unless the options say who may run programs
 * @throws RangeError for a limit or a time that is out of range
 * @throws Error of the system, for example `EADDRINUSE`
 * @see docs/http.md
 *
 * @example
 * ```ts
 * const listener = await listen(runner, { port: 8080, allowAnyone: true });
 * console.log(`Listening on ${listener.address}`);
 * ```
 */
export async function listen(runner: Run, options: ListenOptions): Promise<HttpListener> {
  const { host = "127.0.0.1", port = 0, headersTimeoutMs = 10_000 } = options;
  const { bodyTimeoutMs = 30_000, authorizeTimeoutMs = 10_000 } = options;
  const maxConnections = checkedLimit("maxConnections", options.maxConnections ?? 1024);
  checkedDuration("headersTimeoutMs", headersTimeoutMs, { min: 1 });
  const isLoopback = host === "localhost" || host === "::1" || host.startsWith("127.");
  const { onRequest, onCheckContinue } = createNodeHandlers(
    runner,
    isLoopback ? { hosts: loopback, ...options } : options,
  );
  const server = createServer(
    {
      headersTimeout: nodeTimeout(headersTimeoutMs),
      // The handler answers late bodies itself; this ends connections on which not even that helps.
      requestTimeout: nodeTimeout(headersTimeoutMs + authorizeTimeoutMs + bodyTimeoutMs + 5000),
      connectionsCheckingInterval: Math.min(1000, Math.ceil(headersTimeoutMs)),
    },
    onRequest,
  );
  server.on("checkContinue", onCheckContinue);
  server.maxConnections = maxConnections;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port }, () => {
      server.off("error", reject);
      resolve();
    });
  });
  return new Listener(server, onRequest);
}

/** A time as Node's servers take it: whole milliseconds, and 0 for no end. */
function nodeTimeout(ms: number): number {
  return ms === Infinity ? 0 : Math.ceil(ms);
}

/** Time for a runner to release its programs, in milliseconds. */
const letGoMs = 1000;

/** Turns of the event loop in which a server that closes still accepts connections, however many there are. */
const maxWaitingTurns = 512;

class Listener implements HttpListener {
  readonly address: string;
  readonly port: number;
  readonly #server: Server;
  readonly #handler: NodeHandler;
  #drained: Promise<void> | undefined;
  #closed: Promise<void> | undefined;
  #endDrain: () => void = () => {};
  /** Connections so far. */
  #connections = 0;

  constructor(server: Server, handler: NodeHandler) {
    const bound = server.address();
    if (bound === null || typeof bound === "string") throw new TypeError("expected a TCP server");
    this.address = `${bound.family === "IPv6" ? `[${bound.address}]` : bound.address}:${bound.port}`;
    this.port = bound.port;
    this.#server = server;
    this.#handler = handler;
    server.on("connection", () => this.#connections++);
  }

  drain({ ms = 5000, graceMs = 5000 }: DrainOptions = {}): Promise<void> {
    checkedDuration("ms", ms);
    checkedDuration("graceMs", graceMs);
    this.#drained ??= this.#closed ?? this.#drain(ms, graceMs);
    return this.#drained;
  }

  close(graceMs: number = 5000): Promise<void> {
    checkedDuration("graceMs", graceMs);
    this.#closed ??= this.#close(graceMs);
    this.#endDrain();
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #drain(ms: number, graceMs: number): Promise<void> {
    this.#handler.drain();
    await new Promise<void>((resolve) => {
      const cancelTimer = startTimer(ms, resolve);
      this.#endDrain = () => {
        cancelTimer();
        resolve();
      };
    });
    await this.close(graceMs);
  }

  async #close(graceMs: number): Promise<void> {
    this.#handler.drain();
    await this.#acceptWaiting();
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeIdleConnections();
    // Those that are busy now must not stay open when they are answered; Node would keep them for a second or more.
    const sweep = setInterval(
      () => void setImmediate(() => this.#server.closeIdleConnections()),
      10,
    );
    const cancelTimer = startTimer(graceMs, () => this.#server.closeAllConnections());
    await closed;
    cancelTimer();
    clearInterval(sweep);
    await settlesWithin(this.#handler.close(), letGoMs);
  }

  /**
   * Waits for a turn of the event loop in which no connection arrived, and then right after that has looked at its sockets.
   * Node accepts one connection a turn; those that still wait when a server stops to listen are reset by the system, and a
   * balancer cannot know that nothing came of their requests.
   */
  async #acceptWaiting(): Promise<void> {
    for (let turns = 0; turns < maxWaitingTurns; turns++) {
      const before = this.#connections;
      await new Promise(setImmediate);
      if (turns > 0 && this.#connections === before) return;
    }
  }
}
