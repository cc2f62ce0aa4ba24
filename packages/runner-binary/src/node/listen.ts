import { createServer, type Server, type Socket } from "node:net";
import {
  type BinaryConnection,
  type BinaryServerOptions,
  checkedServerOptions,
  serveBinary,
} from "@lutra/runner-binary";
import type { Run } from "@lutra/runner-core";
import {
  checkedDuration,
  checkedLimit,
  checkedRunner,
  ProgramBudget,
  settlesWithin,
  startTimer,
} from "@lutra/runner-core/transport";
import { nodeByteStream } from "./node-stream.ts";

/** Address that {@link listen} listens at, and the options of its connections. */
export interface ListenOptions extends Omit<BinaryServerOptions, "programBudget"> {
  /** Address to bind. Who can reach it can run any program. @default "127.0.0.1" */
  readonly host?: string | undefined;
  /** TCP port; 0 takes a free one. @default 0 */
  readonly port?: number | undefined;
  /** Path of a Unix socket or Windows pipe, instead of host and port. Must not exist. */
  readonly path?: string | undefined;
  /** Maximum number of clients served at a time; more are turned away. @default 1024 */
  readonly maxConnections?: number | undefined;
  /**
   * Memory that the programs of all clients may take together, in bytes, counted as for `maxProgramBytes`.
   * @default 1073741824 (1 GiB)
   */
  readonly maxTotalProgramBytes?: number | undefined;
  /** Called for each client, with its address: for logs. */
  readonly onConnection?: ((connection: BinaryConnection, peer: string) => void) | undefined;
}

/** Times of {@link BinaryListener.drain}. */
export interface DrainOptions {
  /** Maximum time in which clients leave, in milliseconds. It is over as soon as none is left. @default 5000 */
  readonly ms?: number | undefined;
  /** Time for requests in flight after that, as in `close`, in milliseconds. @default 5000 */
  readonly graceMs?: number | undefined;
}

/** A server that accepts clients. */
export interface BinaryListener extends AsyncDisposable {
  /** `HOST:PORT` as bound, or the path. */
  readonly address: string;
  /** The bound port; undefined for a path. */
  readonly port: number | undefined;
  /**
   * Closes without the loss of a call of clients that are `reconnecting`: accepts no more clients, answers further
   * requests with `SERVER_ENDING` and starts none of them, and goes on with those in flight. When all clients have
   * left, or after `ms`, closes. A client that makes no call meanwhile is not told. `close` meanwhile ends the wait.
   *
   * @throws RangeError if a time is negative or no number
   */
  drain(options?: DrainOptions): Promise<void>;
  /**
   * Accepts no more clients and closes every connection once its requests in flight are answered; those that take
   * longer are aborted and cut off, and a runner that does not let go of them is not waited for. The runner stays open.
   * Never rejects.
   *
   * @param graceMs how long requests in flight may take, in milliseconds; `Infinity` waits for them. @default 5000
   * @throws RangeError if `graceMs` is not a number from 0, or `Infinity`
   */
  close(graceMs?: number): Promise<void>;
}

/** Default of `maxTotalProgramBytes`: four clients at their own limit. */
export const defaultTotalProgramBytes: number = 2 ** 30;

/**
 * Serves a runner to any number of clients over TCP or a Unix socket. A client's fault ends its own connection only.
 *
 * Anyone who can connect can run programs: there is no authentication and no encryption. Bind to loopback, or put a
 * proxy that has both in front of the port.
 *
 * @returns the listener, once it listens; it is the caller's to close, before the runner
 * @throws Error of the system, for example `EADDRINUSE`; RangeError for a limit out of range
 *
 * @example
 * ```ts
 * const listener = await listen(runner, { port: 7373 });
 * console.log(`Listening on ${listener.address}`);
 * ```
 */
export async function listen(runner: Run, options: ListenOptions = {}): Promise<BinaryListener> {
  const { host = "127.0.0.1", port = 0, path, maxConnections = 1024, onConnection } = options;
  const programBudget = new ProgramBudget(options.maxTotalProgramBytes ?? defaultTotalProgramBytes);
  const connectionOptions = checkedServerOptions({ ...options, programBudget });
  checkedLimit("maxConnections", maxConnections);
  checkedRunner(runner);
  const connections = new Set<BinaryConnection>();
  const socketOptions = {
    noDelay: true,
    // A client may end its side and still wait for responses.
    allowHalfOpen: true,
  };
  const server = createServer(socketOptions, (socket) => {
    const connection = serveBinary(runner, nodeByteStream(socket), connectionOptions);
    connections.add(connection);
    void connection.closed.then(() => connections.delete(connection));
    onConnection?.(connection, peerOf(socket));
  });
  server.maxConnections = maxConnections;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(path === undefined ? { host, port } : { path }, () => {
      server.off("error", reject);
      resolve();
    });
  });
  return new Listener(server, connections);
}

/** Longest time that a runner may take to end calls and release programs that were cut off, in milliseconds. */
const letGoMs = 1000;

class Listener implements BinaryListener {
  readonly address: string;
  readonly port: number | undefined;
  readonly #server: Server;
  readonly #connections: ReadonlySet<BinaryConnection>;
  /** Resolves when `close` is called. */
  readonly #closing: Promise<void>;
  #endDrain = (): void => {};
  /** Resolves when the server listens no more and no client is left. */
  #ended: Promise<void> | undefined;
  #drained: Promise<void> | undefined;
  #closed: Promise<void> | undefined;

  constructor(server: Server, connections: ReadonlySet<BinaryConnection>) {
    const address = server.address();
    if (address === null || typeof address === "string") {
      this.address = address ?? "";
      this.port = undefined;
    } else {
      const host = address.family === "IPv6" ? `[${address.address}]` : address.address;
      this.address = `${host}:${address.port}`;
      this.port = address.port;
    }
    this.#server = server;
    this.#connections = connections;
    this.#closing = new Promise((resolve) => (this.#endDrain = resolve));
  }

  drain({ ms = 5000, graceMs = 5000 }: DrainOptions = {}): Promise<void> {
    checkedDuration("ms", ms);
    checkedDuration("graceMs", graceMs);
    this.#drained ??= this.#closed ?? this.#drain(ms, graceMs);
    return this.#drained;
  }

  close(graceMs: number = 5000): Promise<void> {
    this.#closed ??= this.#close(checkedDuration("graceMs", graceMs));
    this.#endDrain();
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #drain(ms: number, graceMs: number): Promise<void> {
    const ended = this.#unbind();
    for (const connection of this.#connections) connection.drain();
    await settlesWithin(Promise.race([ended, this.#closing]), ms);
    await this.close(graceMs);
  }

  /** Accepts no more clients, and waits until none is left. */
  #unbind(): Promise<void> {
    this.#ended ??= new Promise((resolve) => this.#server.close(() => resolve()));
    return this.#ended;
  }

  #close(graceMs: number): Promise<void> {
    let giveUp = (): void => {};
    const givenUp = new Promise<void>((resolve) => (giveUp = resolve));
    let cancel = startTimer(graceMs, () => {
      for (const connection of this.#connections) connection.destroy();
      cancel = startTimer(letGoMs, giveUp);
    });
    const ended = this.#unbind();
    const answered = Array.from(this.#connections, (each) => each.close());
    const closed = Promise.all([ended, ...answered]).then(() => cancel());
    return Promise.race([closed, givenUp]);
  }
}

function peerOf({ remoteAddress, remotePort, remoteFamily }: Socket): string {
  if (remoteAddress === undefined) return "a local process";
  return `${remoteFamily === "IPv6" ? `[${remoteAddress}]` : remoteAddress}:${remotePort}`;
}
