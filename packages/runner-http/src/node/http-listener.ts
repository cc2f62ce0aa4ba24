import type { Server } from "node:http";
import { type AddressInfo, Server as NetServer } from "node:net";
import { checkedDuration, settlesWithin, startTimer } from "@lutra/runner-core/transport";
import type { NodeHandlers } from "./node-handler.ts";

/** Times of {@link HttpListener.drain}. */
export interface DrainOptions {
  /**
   * Time in which only the health has changed, in milliseconds: longer than a balancer needs to notice, which is the
   * interval of its checks times how many must fail. @default 5000
   */
  readonly ms?: number | undefined;
  /**
   * Maximum time after that for connections that are kept, in milliseconds: longer than a balancer keeps idle ones. It
   * is over as soon as no connection is left. @default `ms`
   */
  readonly idleMs?: number | undefined;
  /** Time for requests in flight after that, as in `close`, in milliseconds. @default 5000 */
  readonly graceMs?: number | undefined;
}

/** A server that accepts requests. */
export interface HttpListener extends AsyncDisposable {
  /** `HOST:PORT` as bound. */
  readonly address: string;
  readonly port: number;
  /**
   * Closes without the loss of a call. For `ms`, answers `/health` with 503 and goes on as before. Then listens no
   * more, so that further connections are refused and go elsewhere, and has each answer end its connection. When none
   * is left, or after `idleMs`, closes. `close` meanwhile ends the wait.
   *
   * @throws RangeError if a time is negative or no number
   */
  drain(options?: DrainOptions): Promise<void>;
  /**
   * Accepts no more requests, waits for those in flight and releases every program; a runner that does not let go of
   * its programs within a second is not waited for. The runner stays open.
   *
   * @param graceMs how long requests in flight may take before they are cut off, in milliseconds; `Infinity` for as
   *   long as they take. @default 5000
   * @throws RangeError if `graceMs` is negative or no number
   */
  close(graceMs?: number): Promise<void>;
}

/** Time for a runner to release its programs, in milliseconds. */
const letGoMs = 1000;

/** Turns of the event loop in which a server that closes still accepts connections, however many there are. */
const maxWaitingTurns = 512;

/** Listener on a server of `node:http` that listens on a TCP port. */
export class Listener implements HttpListener {
  readonly address: string;
  readonly port: number;
  readonly #server: Server;
  readonly #handlers: NodeHandlers;
  /** Resolves when the server listens no more and no connection is left. */
  readonly #ended: Promise<void>;
  /** Resolves when `close` is called. */
  readonly #closing: Promise<void>;
  #endDrain = (): void => {};
  #unbound: Promise<void> | undefined;
  #drained: Promise<void> | undefined;
  #closed: Promise<void> | undefined;
  /** Connections so far. */
  #connections = 0;

  constructor(server: Server, handlers: NodeHandlers) {
    const bound = server.address() as AddressInfo;
    this.address = `${bound.family === "IPv6" ? `[${bound.address}]` : bound.address}:${bound.port}`;
    this.port = bound.port;
    this.#server = server;
    this.#handlers = handlers;
    this.#ended = new Promise((resolve) => server.once("close", () => resolve()));
    this.#closing = new Promise((resolve) => (this.#endDrain = resolve));
    server.on("connection", () => this.#connections++);
  }

  drain({ ms = 5000, idleMs = ms, graceMs = 5000 }: DrainOptions = {}): Promise<void> {
    checkedDuration("ms", ms);
    checkedDuration("idleMs", idleMs);
    checkedDuration("graceMs", graceMs);
    this.#drained ??= this.#closed ?? this.#drain(ms, idleMs, graceMs);
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

  async #drain(ms: number, idleMs: number, graceMs: number): Promise<void> {
    this.#handlers.endHealth();
    await settlesWithin(this.#closing, ms);
    await this.#unbind();
    await settlesWithin(Promise.race([this.#ended, this.#closing]), idleMs);
    await this.close(graceMs);
  }

  async #close(graceMs: number): Promise<void> {
    await this.#unbind();
    this.#server.closeIdleConnections();
    // Those that are busy now must not stay open when they are answered; Node would keep them for a second or more.
    const sweep = setInterval(
      () => void setImmediate(() => this.#server.closeIdleConnections()),
      10,
    );
    const cancelTimer = startTimer(graceMs, () => this.#server.closeAllConnections());
    await this.#ended;
    cancelTimer();
    clearInterval(sweep);
    // Stops the timer that looks for late heads.
    this.#server.close();
    await settlesWithin(this.#handlers.onRequest.close(), letGoMs);
  }

  /**
   * Listens no more, and has each answer end its connection. In this order: a balancer that got an answer with
   * `Connection: close` would open another connection at once, just when the server stops to listen.
   */
  #unbind(): Promise<void> {
    this.#unbound ??= this.#acceptWaiting().then(() => {
      // Not that of the HTTP server, which would end idle connections too; that of Bun is no server of `node:net`.
      const server: unknown = this.#server;
      if (server instanceof NetServer) NetServer.prototype.close.call(server);
      else this.#server.close();
      this.#handlers.onRequest.drain();
    });
    return this.#unbound;
  }

  /**
   * Waits for a turn of the event loop in which no connection arrived, and then right after that has looked at its
   * sockets. Node accepts one connection a turn; those that still wait when a server stops to listen are reset by the
   * system, and a balancer cannot know that nothing came of their requests.
   */
  async #acceptWaiting(): Promise<void> {
    for (let turns = 0; turns < maxWaitingTurns; turns++) {
      const before = this.#connections;
      await new Promise(setImmediate);
      if (turns > 0 && this.#connections === before) return;
    }
  }
}
