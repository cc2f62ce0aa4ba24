import {
  ErrorCode,
  type InputOf,
  type Program,
  RunnerError,
  RunnerSync,
  type TypedProgram,
} from "@lutra/runner-core";
import { decodeOutput, checkedDuration, checkedLimit } from "@lutra/runner-core/transport";
import { BlockingConnection, type SyncPort } from "./blocking-connection.ts";
import { assertCanBlock } from "./can-block.ts";

/** Options of a {@link SyncRunner}. */
export interface SyncRunnerOptions {
  /**
   * Longest time that a call may take, in milliseconds, the start of the worker included; then it throws `TIMEOUT` and
   * is aborted. `Infinity` waits. @default 60000
   */
  readonly timeoutMs?: number | undefined;
  /** Room for messages at the start, in bytes; it grows by powers of two. @default 65536 */
  readonly mailboxBytes?: number | undefined;
  /** The largest input, program or output, in bytes; larger ones throw `FRAME_TOO_LARGE`. @default 1073741824 (1 GiB) */
  readonly maxMessageBytes?: number | undefined;
  /**
   * Makes `executeSync` return a view of shared memory, which the next call overwrites. Saves a copy, but in browsers
   * `TextDecoder` does not take such views. @default false
   */
  readonly sharedOutput?: boolean | undefined;
}

/** A {@link SyncRunner}'s handle of a program that the runner in the worker holds. */
export interface SyncProgram {
  /** The id that names the program between the threads. */
  readonly programId: number;
}

/** Longest time that the worker has for an orderly end, in milliseconds. */
const shutdownMs = 5000;

/**
 * Makes a synchronous runner of an asynchronous one that lives in a worker, whose module calls `exposeRunner`. A call
 * blocks this thread until the worker has answered; the worker's event loop runs meanwhile.
 *
 * Every call ends: with its output, with the runner's error, with `TIMEOUT` after `timeoutMs`, or with
 * `CONNECTION_CLOSED` when the worker is gone. In Node that is noticed within 50 ms, also when the worker throws while
 * it loads; elsewhere a worker that vanishes without an uncaught error is noticed by the time-out. A call that timed
 * out is aborted in the worker, and its late reply is never seen.
 *
 * Works in Node and Deno, and in the workers of browsers on cross-origin isolated pages; there, await {@link SyncRunner.ready}
 * before the first call, because a blocked worker cannot start another one.
 *
 * The worker belongs to the runner: {@link SyncRunner.shutdownSync} ends it, and until then the runner handles its
 * `error` events.
 *
 * @see docs/spec/interface.md, "Adapters"
 *
 * @example
 * ```ts
 * using runner = new SyncRunner(new Worker(new URL("./worker.js", import.meta.url)));
 * const output = runner.runSync(program, input);
 * ```
 */
export class SyncRunner extends RunnerSync<SyncProgram> {
  /** Resolves when the worker serves; rejects with the error that calls throw if it never will. */
  readonly ready: Promise<void>;
  readonly #connection: BlockingConnection;
  readonly #timeoutMs: number;
  readonly #sharedOutput: boolean;
  readonly #programs = new Set<SyncProgram>();
  #nextProgramId = 0;

  /**
   * @throws RunnerError `UNSUPPORTED` where a thread cannot block; RangeError for an option out of range; TypeError if
   *   the port has no events
   */
  constructor(port: SyncPort, options: SyncRunnerOptions = {}) {
    super();
    assertCanBlock();
    const { timeoutMs = 60_000, mailboxBytes = 65_536, maxMessageBytes = 2 ** 30 } = options;
    checkedDuration("timeoutMs", timeoutMs, { min: 1 });
    checkedLimit("maxMessageBytes", maxMessageBytes, { max: 2 ** 32 - 1 });
    checkedLimit("mailboxBytes", mailboxBytes, { max: maxMessageBytes });
    this.#timeoutMs = timeoutMs;
    this.#sharedOutput = options.sharedOutput ?? false;
    this.#connection = new BlockingConnection(port, { timeoutMs, mailboxBytes, maxMessageBytes });
    this.ready = this.#connection.ready;
  }

  /** Does the same as `Run.run`, in one round trip. */
  override runSync<I, O>(program: TypedProgram<I, O>, input: NoInfer<InputOf<I>>): O {
    const { bytes } = program.program;
    const inputBytes = program.input.encode(input as I);
    const output = this.#connection.request("run", bytes.length, bytes, inputBytes);
    return decodeOutput(program.output, copyOf(output));
  }

  override prepareSync(program: Program): SyncProgram {
    const prepared: SyncProgram = { programId: this.#nextProgramId };
    // Only a prepare that went well takes its id: the next one replaces what a time-out may have left there.
    this.#connection.request("prepare", prepared.programId, program.bytes);
    this.#nextProgramId++;
    this.#programs.add(prepared);
    return prepared;
  }

  /** Does the same as `RunSync.executeSync`; with the option `sharedOutput` the output is valid until the next call. */
  override executeSync(prepared: SyncProgram, input: Uint8Array): Uint8Array {
    if (!this.#programs.has(prepared) && !this.#connection.isClosed) {
      const message = `Program ${prepared.programId} not prepared`;
      throw new RunnerError(message, { code: ErrorCode.PROGRAM_NOT_FOUND });
    }
    const output = this.#connection.request("execute", prepared.programId, input);
    return this.#sharedOutput ? output : copyOf(output);
  }

  override releaseSync(prepared: SyncProgram): void {
    if (!this.#programs.delete(prepared) || this.#connection.isClosed) return;
    this.#connection.request("release", prepared.programId);
  }

  override getInterfaceSync(): string {
    const bytes = copyOf(this.#connection.request("getInterface"));
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  }

  override getExternalsSync(): readonly string[] {
    const text = new TextDecoder().decode(copyOf(this.#connection.request("getExternals")));
    return JSON.parse(text) as readonly string[];
  }

  /**
   * Shuts down the runner in the worker, and terminates the worker when that is done, or after 5 s. A worker that is gone
   * or does not answer is no error; a second shutdown does nothing.
   *
   * @throws RunnerError as the runner's own shutdown does
   */
  override shutdownSync(): void {
    const connection = this.#connection;
    if (connection.isClosed) return connection.end();
    const timeoutMs = Math.min(this.#timeoutMs, shutdownMs);
    try {
      connection.request("shutdown", undefined, undefined, undefined, timeoutMs);
    } catch (error) {
      const { code } = error as RunnerError;
      if (code !== ErrorCode.CONNECTION_CLOSED && code !== ErrorCode.TIMEOUT) throw error;
    } finally {
      connection.close("the runner was shut down");
      connection.end();
    }
  }
}

/** Returns the bytes of their own, in memory that is not shared. */
function copyOf(shared: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(shared);
}
