import { ErrorCode, isRunnerError, RunnerError } from "../error.ts";
import { LostCallError } from "../lost-call-error.ts";
import { type PreparedProgram, PreparedPrograms } from "../prepared-programs.ts";
import type { Program, TypedProgram } from "../program.ts";
import type { CallOptions, Run } from "../run.ts";
import { abortable } from "../transport/abortable.ts";
import { backoffMs, pause } from "../transport/backoff.ts";
import { checkedLimit } from "../transport/limits.ts";
import { withUnlimitedListeners } from "../transport/unlimited-listeners.ts";
import { type Connection, isEnding, OpenConnection } from "./connection.ts";

export type { Connection } from "./connection.ts";

/** Handle of a program that a {@link ReconnectingClient} prepares on each of its connections. */
export type ReconnectingProgram = PreparedProgram;

/** Makes a connection. The signal aborts when the client is shut down meanwhile. */
export type Connect = (options: { readonly signal: AbortSignal }) => Promise<Connection>;

/** Options of {@link reconnecting}. */
export interface ReconnectingOptions {
  /**
   * Maximum number of times that a connection is tried again, and that a call is repeated which did not run or is
   * `idempotent`. The client waits for 0.1 s before the first time and twice as long before each further one, a random
   * part less. 0 repeats nothing. @default 5
   */
  readonly maxRetries?: number | undefined;
}

/** A program, and what its `prepare` said about all its calls. */
interface KnownProgram {
  readonly program: Program;
  readonly isIdempotent: boolean;
}

/**
 * Creates a client that makes a new connection after it has lost one, and prepares programs there again when they are
 * called. It connects at its first call.
 *
 * A call whose connection was lost before anything was sent for it to execute is repeated, and so is `prepare`, and
 * what a server did not start because it is about to end (`SERVER_ENDING`); calls that it did start go on. One that may
 * have run is repeated only if it is `idempotent`; else it rejects with a `LostCallError`, which says in `mayHaveRun`
 * if the program may have run.
 *
 * @param connect makes a connection; each belongs to the client, which shuts it down
 * @throws RangeError unless `maxRetries` is a whole number from 0
 *
 * @example
 * ```ts no-run
 * import { connect } from "@lutra/runner-binary/node";
 * import { reconnecting } from "@lutra/runner-core/reconnecting";
 *
 * await using client = reconnecting(() => connect({ host: "127.0.0.1", port: 7373 }));
 * console.log(await client.getExternals());
 * ```
 */
export function reconnecting(
  connect: Connect,
  options: ReconnectingOptions = {},
): ReconnectingClient {
  return new ReconnectingClient(connect, options);
}

/** A runner that is reached over connections that may be lost. Made by {@link reconnecting}. */
export class ReconnectingClient implements Run<ReconnectingProgram> {
  readonly #connect: Connect;
  readonly #maxRetries: number;
  readonly #programs = new PreparedPrograms<KnownProgram>();
  readonly #shutdown = new AbortController();
  readonly #calls = new Set<Promise<unknown>>();
  /** Attempts to make the connection, or their result: shared by all calls. */
  #connecting: Promise<OpenConnection> | undefined;
  /** The last connection that was made, until a call notices that it is lost. */
  #open: OpenConnection | undefined;
  /** Connections to servers that are about to end, with calls that are not answered yet. */
  readonly #left = new Set<OpenConnection>();

  constructor(connect: Connect, { maxRetries = 5 }: ReconnectingOptions = {}) {
    this.#connect = connect;
    // Each call that waits listens.
    withUnlimitedListeners(this.#shutdown.signal);
    this.#maxRetries = checkedLimit("maxRetries", maxRetries, { min: 0 });
  }

  /** Does the same as {@link Run.run}. A lost connection leaves open if the program ran. */
  async run<I, O>(program: TypedProgram<I, O>, input: I, options?: CallOptions): Promise<O> {
    return await this.#call(options, options?.idempotent ?? false, (connection, begin) => {
      begin();
      return connection.run.run(program, input, options);
    });
  }

  async prepare(program: Program, options?: CallOptions): Promise<ReconnectingProgram> {
    const handle = this.#programs.add({ program, isIdempotent: options?.idempotent ?? false });
    try {
      await this.#call(options, false, (connection) =>
        abortable(connection.prepare(handle, program), options?.signal),
      );
      return handle;
    } catch (error) {
      void this.release(handle).catch(() => {});
      throw error;
    }
  }

  async execute(
    prepared: ReconnectingProgram,
    input: Uint8Array,
    options?: CallOptions,
  ): Promise<Uint8Array> {
    const { isIdempotent } = this.#programs.get(prepared);
    return await this.#call(
      options,
      options?.idempotent ?? isIdempotent,
      async (connection, begin) => {
        // It may have been released since the last attempt.
        const { program } = this.#programs.get(prepared);
        const preparing = connection.prepare(prepared, program);
        const handle = await abortable(preparing, options?.signal);
        begin();
        return await connection.run.execute(handle, input, options);
      },
    );
  }

  async release(prepared: ReconnectingProgram): Promise<void> {
    if (this.#programs.delete(prepared) === undefined) return;
    const connection = this.#open;
    try {
      await connection?.release(prepared);
    } catch (error) {
      // A server releases everything when a connection ends.
      if ((await connection?.isLostBy(error)) === false) throw error;
    }
  }

  getInterface(): Promise<string> {
    return this.#call(undefined, false, ({ run }) => run.getInterface());
  }

  getExternals(): Promise<readonly string[]> {
    return this.#call(undefined, false, ({ run }) => run.getExternals());
  }

  /** Shuts the connection down and makes no other. */
  async shutdown(): Promise<void> {
    this.#programs.clear();
    this.#shutdown.abort(
      new RunnerError("the client was shut down", { code: ErrorCode.CONNECTION_CLOSED }),
    );
    // An attempt to connect that is under way shuts down what it makes.
    const left = Array.from(this.#left, ({ run }) => run.shutdown());
    await Promise.all([...left, this.#open?.run.shutdown() ?? Promise.resolve()]);
    await Promise.allSettled(this.#calls);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.shutdown();
  }

  async #call<T>(
    options: CallOptions | undefined,
    isIdempotent: boolean,
    work: (connection: OpenConnection, begin: () => void) => Promise<T>,
  ): Promise<T> {
    const call = this.#attempts(options?.signal, isIdempotent, work);
    this.#calls.add(call);
    try {
      return await call;
    } finally {
      this.#calls.delete(call);
    }
  }

  async #attempts<T>(
    signal: AbortSignal | undefined,
    isIdempotent: boolean,
    work: (connection: OpenConnection, begin: () => void) => Promise<T>,
  ): Promise<T> {
    let mayHaveRun = false;
    for (let retries = 0; ; retries++) {
      signal?.throwIfAborted();
      this.#shutdown.signal.throwIfAborted();
      const connection = await this.#connected(signal, mayHaveRun);
      let isBegun = false;
      try {
        return await connection.call(() => work(connection, () => (isBegun = true)));
      } catch (error) {
        signal?.throwIfAborted();
        if (!(await connection.isLostBy(error))) throw error;
        this.#shutdown.signal.throwIfAborted();
        mayHaveRun ||= isBegun && !isEnding(error);
        const mayRepeat = isEnding(error) || (isClosed(error) && (isIdempotent || !mayHaveRun));
        if (!mayRepeat || retries === this.#maxRetries) throw lostCall(error, mayHaveRun);
      }
      await abortable(pause(backoffMs(retries), this.#shutdown.signal), signal);
    }
  }

  /** Returns the connection, or a new one if that was lost. */
  async #connected(signal: AbortSignal | undefined, mayHaveRun: boolean): Promise<OpenConnection> {
    const lost = this.#open?.isLost === true ? this.#open : undefined;
    if (lost !== undefined) {
      this.#open = undefined;
      this.#connecting = undefined;
      // Even one that has ended may hold resources of its own.
      this.#left.add(lost);
      const left = lost.leave().catch(() => {});
      void left.then(() => this.#left.delete(lost));
    }
    this.#connecting ??= this.#newConnection();
    try {
      return await abortable(abortable(this.#connecting, signal), this.#shutdown.signal);
    } catch (error) {
      signal?.throwIfAborted();
      this.#shutdown.signal.throwIfAborted();
      throw isUnreachable(error) ? lostCall(error, mayHaveRun) : error;
    }
  }

  async #newConnection(): Promise<OpenConnection> {
    const { signal } = this.#shutdown;
    for (let retries = 0; ; retries++) {
      try {
        const connection = new OpenConnection(await this.#connect({ signal }));
        if (!signal.aborted) return (this.#open = connection);
        await connection.run.shutdown();
      } catch (error) {
        if (signal.aborted || !isUnreachable(error) || retries === this.#maxRetries) {
          this.#connecting = undefined;
          throw error;
        }
      }
      await pause(backoffMs(retries), signal);
    }
  }
}

function isClosed(error: unknown): boolean {
  return isRunnerError(error) && error.code === ErrorCode.CONNECTION_CLOSED;
}

/** Says if another attempt to connect may succeed. */
function isUnreachable(error: unknown): boolean {
  return isClosed(error) || (isRunnerError(error) && error.code === ErrorCode.TIMEOUT);
}

function lostCall(cause: unknown, mayHaveRun: boolean): LostCallError {
  const { message, code } = cause as RunnerError;
  const fate = mayHaveRun ? "the program may have run" : "the program did not run";
  return new LostCallError(`${message}; ${fate}`, { code, cause, mayHaveRun });
}
