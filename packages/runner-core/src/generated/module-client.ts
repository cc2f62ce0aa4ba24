import { ErrorCode, isRunnerError, RunnerError } from "../error.ts";
import type { InputOf } from "../input-of.ts";
import { decodeOutput } from "../decode-output.ts";
import type { CallOptions, Run } from "../run.ts";
import { abortable } from "../transport/abortable.ts";
import { chooseProgram, type PortableProgram } from "./portable-program.ts";

type AnyPortable = PortableProgram<never, unknown>;

/**
 * Base of the client of a module: calls its programs on a runner, with a method for each that a generator adds.
 *
 * Asks the runner once what it executes, and prepares each program once, on its first call, also if several calls are the
 * first. A call whose program the runner has lost meanwhile (`PROGRAM_NOT_FOUND`) prepares it again and is repeated
 * once: nothing was executed. Disposing releases the programs; it does not shut the runner down.
 *
 * @example
 * ```ts
 * const echo = portableProgram(uint8, uint8, [
 *   embeddedProgram("bytecodeLt", "01".repeat(32), () => "AgQAAAA="),
 * ]);
 * class EchoClient extends ModuleClient {
 *   echo(value: number, options?: CallOptions): Promise<number> {
 *     return this.call(echo, value, options);
 *   }
 * }
 * ```
 */
export class ModuleClient implements AsyncDisposable {
  readonly #runner: Run;
  #externals: Promise<readonly string[]> | undefined;
  readonly #handles = new Map<AnyPortable, Promise<unknown>>();
  #isDisposed = false;

  /** @param runner stays the caller's */
  constructor(runner: Run) {
    this.#runner = runner;
  }

  /**
   * Calls a program.
   *
   * @throws TypeError, RangeError as the input's codec does, before anything is sent
   * @throws DecodeError if the output does not decode
   * @throws RunnerError `PREPARE_ERROR` if the runner executes none of the representations, `CONNECTION_CLOSED` after
   * disposal, and as the runner's `prepare` and `execute` do
   */
  protected async call<I, O>(
    program: PortableProgram<I, O>,
    input: NoInfer<InputOf<I>>,
    options?: CallOptions,
  ): Promise<O> {
    const bytes = program.input.encode(input as I);
    const handle = this.#handle(program);
    let output: Uint8Array;
    try {
      output = await this.#execute(handle, bytes, options);
    } catch (error) {
      if (!isRunnerError(error) || error.code !== ErrorCode.PROGRAM_NOT_FOUND) throw error;
      this.#forget(program, handle);
      output = await this.#execute(this.#handle(program), bytes, options);
    }
    return decodeOutput(program.output, output);
  }

  /**
   * Releases the programs. Calls that have not begun to execute reject with `CONNECTION_CLOSED`, as later ones do.
   *
   * @throws whatever the first release that failed threw, after all others
   */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true;
    const handles = [...this.#handles.values()];
    this.#handles.clear();
    const releases = await Promise.allSettled(handles.map((handle) => this.#release(handle)));
    for (const release of releases) if (release.status === "rejected") throw release.reason;
  }

  async #execute(
    handle: Promise<unknown>,
    bytes: Uint8Array,
    options: CallOptions | undefined,
  ): Promise<Uint8Array> {
    const prepared = await abortable(handle, options?.signal);
    this.#assertOpen();
    return await this.#runner.execute(prepared, bytes, options);
  }

  #handle(program: AnyPortable): Promise<unknown> {
    const known = this.#handles.get(program);
    if (known !== undefined) return known;
    // No caller's signal here: others may wait for the same program.
    const handle = this.#prepare(program);
    this.#handles.set(program, handle);
    handle.catch(() => this.#drop(program, handle));
    return handle;
  }

  async #prepare(program: AnyPortable): Promise<unknown> {
    this.#assertOpen();
    const asking = (this.#externals ??= this.#runner.getExternals());
    let externals: readonly string[];
    try {
      externals = await asking;
    } catch (error) {
      if (this.#externals === asking) this.#externals = undefined;
      throw error;
    }
    const chosen = chooseProgram(program, externals);
    this.#assertOpen();
    return await this.#runner.prepare(chosen.program);
  }

  /** Gives a lost handle up, unless another call has done so. */
  #forget(program: AnyPortable, handle: Promise<unknown>): void {
    if (this.#drop(program, handle)) this.#release(handle).catch(() => {});
  }

  #drop(program: AnyPortable, handle: Promise<unknown>): boolean {
    return this.#handles.get(program) === handle && this.#handles.delete(program);
  }

  async #release(handle: Promise<unknown>): Promise<void> {
    let prepared: unknown;
    try {
      prepared = await handle;
    } catch {
      // What was not prepared needs no release.
      return;
    }
    await this.#runner.release(prepared);
  }

  #assertOpen(): void {
    if (!this.#isDisposed) return;
    throw new RunnerError("the client of the module was disposed", {
      code: ErrorCode.CONNECTION_CLOSED,
    });
  }
}
