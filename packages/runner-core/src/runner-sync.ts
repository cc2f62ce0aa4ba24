import { decodeOutput } from "./decode-output.ts";
import type { InputOf } from "./input-of.ts";
import type { Program, TypedProgram } from "./program.ts";
import type { RunSync } from "./run.ts";

/**
 * Base of synchronous runners: an author writes `prepareSync` and `executeSync` and gets the rest of {@link RunSync}.
 *
 * @example
 * class EchoRunner extends RunnerSync<Program> {
 *   override prepareSync(program: Program): Program {
 *     return program;
 *   }
 *   override executeSync(_: Program, input: Uint8Array): Uint8Array {
 *     return input.slice();
 *   }
 * }
 */
export abstract class RunnerSync<Prepared> implements RunSync<Prepared> {
  abstract prepareSync(program: Program): Prepared;
  abstract executeSync(prepared: Prepared, input: Uint8Array): Uint8Array;

  runSync<I, O>(program: TypedProgram<I, O>, input: NoInfer<InputOf<I>>): O {
    const inputBytes = program.input.encode(input as I);
    const prepared = this.prepareSync(program.program);
    let output: Uint8Array;
    try {
      output = this.executeSync(prepared, inputBytes);
    } catch (error) {
      try {
        this.releaseSync(prepared);
      } catch {
        // The first error wins: what a failed release says is not what the caller needs to know.
      }
      throw error;
    }
    this.releaseSync(prepared);
    return decodeOutput(program.output, output);
  }

  releaseSync(_prepared: Prepared): void {}

  getInterfaceSync(): string {
    return "";
  }

  getExternalsSync(): readonly string[] {
    return [];
  }

  shutdownSync(): void {}

  [Symbol.dispose](): void {
    this.shutdownSync();
  }
}
