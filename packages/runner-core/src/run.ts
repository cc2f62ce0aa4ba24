import type { InputOf } from "./input-of.ts";
import type { Program, TypedProgram } from "./program.ts";

/** Options that every call of a runner takes. */
export interface CallOptions {
  /**
   * Ends the wait for the call: it rejects with `signal.reason`, unchanged. Each runner documents if
   * work that was already sent or started stops as well.
   */
  readonly signal?: AbortSignal;
  /**
   * Says that the program may be executed more than once: a transport that makes connections anew may then repeat a call
   * whose connection was lost. Given to `prepare`, it holds for every call of the handle. @default false
   */
  readonly idempotent?: boolean;
}

/**
 * Ability to execute Lutra programs. What runners implement and every transport offers.
 *
 * `Prepared` is the runner's handle of a prepared program: opaque to callers, valid until it is released or the runner
 * is shut down. Calls may overlap.
 *
 * @see docs/spec/interface.md, "Run"
 */
export interface Run<Prepared = unknown> extends AsyncDisposable {
  /**
   * Prepares a program, executes it once and releases it in every case.
   *
   * Encodes the input and decodes the output.
   *
   * @throws DecodeError if the output does not decode
   * @throws RunnerError as `prepare` and `execute` do; the first error wins
   */
  run<I, O>(
    program: TypedProgram<I, O>,
    input: NoInfer<InputOf<I>>,
    options?: CallOptions,
  ): Promise<O>;

  /**
   * Prepares a program for execution. An invalid program is refused here or by the first {@link Run.execute}, which may
   * be slower than later ones.
   *
   * A handle may have a number `memoryBytes`: the memory, in bytes, that the program takes until it is released. Servers
   * bound the sum; of other handles they estimate it by the size of the program.
   *
   * @throws RunnerError `PREPARE_ERROR`, for example for a program kind that this runner does not execute
   */
  prepare(program: Program, options?: CallOptions): Promise<Prepared>;

  /**
   * Executes a prepared program.
   *
   * @param input a value of the program's input type, encoded; it is only read, and not after the call has settled
   * @returns the encoded output. It is the caller's, and may carry further bytes after the value
   * @throws RunnerError `EXECUTION_ERROR`, `PROGRAM_NOT_FOUND` for a released handle
   */
  execute(prepared: Prepared, input: Uint8Array, options?: CallOptions): Promise<Uint8Array>;

  /** Releases a handle. Releasing one twice, or after shutdown, does nothing. */
  release(prepared: Prepared): Promise<void>;

  /** Returns the functions that this runner offers beyond the standard library, as Lutra source; empty if there are none. */
  getInterface(): Promise<string>;

  /**
   * Returns the facts that a compiler needs of this runner: one `repr:` tag that names the program kind, and the
   * modules whose functions it provides, for example `["repr:bytecode-lt", "std::fs"]`.
   */
  getExternals(): Promise<readonly string[]>;

  /**
   * Ends the runner and releases what it holds. Later calls fail with `CONNECTION_CLOSED`; a second shutdown does
   * nothing.
   *
   * Does not wait for the work of calls in flight: work that has not begun does not begin, work that can be stopped is
   * stopped, and both reject with `CONNECTION_CLOSED`. Work that cannot be stopped runs to its end, and its call settles
   * with what comes of it. All calls have settled when the shutdown resolves. To let calls finish, await them first.
   */
  shutdown(): Promise<void>;
}

/**
 * Synchronous twin of {@link Run}, for runners that work in memory or block in native code. One call at a time.
 *
 * @see docs/spec/interface.md, "RunSync"
 */
export interface RunSync<Prepared = unknown> extends Disposable {
  /** Does the same as {@link Run.run}. */
  runSync<I, O>(program: TypedProgram<I, O>, input: NoInfer<InputOf<I>>): O;
  /** Does the same as {@link Run.prepare}. */
  prepareSync(program: Program): Prepared;
  /** Does the same as {@link Run.execute}. */
  executeSync(prepared: Prepared, input: Uint8Array): Uint8Array;
  /** Does the same as {@link Run.release}. */
  releaseSync(prepared: Prepared): void;
  /** Does the same as {@link Run.getInterface}. */
  getInterfaceSync(): string;
  /** Does the same as {@link Run.getExternals}. */
  getExternalsSync(): readonly string[];
  /** Does the same as {@link Run.shutdown}. */
  shutdownSync(): void;
}
