import { ErrorCode, isRunnerError, RunnerError } from "../error.ts";
import type { InputOf } from "../input-of.ts";
import { decodeOutput } from "../decode-output.ts";
import type { RunSync } from "../run.ts";
import { chooseProgram, type PortableProgram } from "./portable-program.ts";

type AnyPortable = PortableProgram<never, unknown>;

/** Synchronous twin of `ModuleClient`, over a runner that computes in memory or blocks. */
export class ModuleClientSync implements Disposable {
  readonly #runner: RunSync;
  #externals: readonly string[] | undefined;
  readonly #handles = new Map<AnyPortable, unknown>();
  #isDisposed = false;

  /** @param runner stays the caller's */
  constructor(runner: RunSync) {
    this.#runner = runner;
  }

  /**
   * Calls a program.
   *
   * @throws TypeError, RangeError as the input's codec does
   * @throws DecodeError if the output does not decode
   * @throws RunnerError `PREPARE_ERROR` if the runner executes none of the representations, `CONNECTION_CLOSED` after
   * disposal, and as the runner's `prepareSync` and `executeSync` do
   */
  protected call<I, O>(program: PortableProgram<I, O>, input: NoInfer<InputOf<I>>): O {
    const bytes = program.input.encode(input as I);
    const handle = this.#handle(program);
    let output: Uint8Array;
    try {
      output = this.#runner.executeSync(handle, bytes);
    } catch (error) {
      if (!isRunnerError(error) || error.code !== ErrorCode.PROGRAM_NOT_FOUND) throw error;
      this.#forget(program, handle);
      output = this.#runner.executeSync(this.#handle(program), bytes);
    }
    return decodeOutput(program.output, output);
  }

  /**
   * Releases the programs. Later calls throw `CONNECTION_CLOSED`.
   *
   * @throws whatever the first release that failed threw, after all others
   */
  [Symbol.dispose](): void {
    this.#isDisposed = true;
    const failures: unknown[] = [];
    for (const handle of this.#handles.values()) {
      try {
        this.#runner.releaseSync(handle);
      } catch (error) {
        failures.push(error);
      }
    }
    this.#handles.clear();
    if (failures.length > 0) throw failures[0];
  }

  #handle(program: AnyPortable): unknown {
    if (this.#isDisposed) {
      throw new RunnerError("the client of the module was disposed", {
        code: ErrorCode.CONNECTION_CLOSED,
      });
    }
    if (!this.#handles.has(program)) {
      this.#externals ??= this.#runner.getExternalsSync();
      const chosen = chooseProgram(program, this.#externals);
      this.#handles.set(program, this.#runner.prepareSync(chosen.program));
    }
    return this.#handles.get(program);
  }

  /** Gives a lost handle up, unless a call within the call has done so. */
  #forget(program: AnyPortable, handle: unknown): void {
    if (this.#handles.get(program) !== handle) return;
    this.#handles.delete(program);
    try {
      this.#runner.releaseSync(handle);
    } catch {
      // The runner has lost it.
    }
  }
}
