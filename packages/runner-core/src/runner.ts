import { decodeOutput } from "./decode-output.ts";
import type { InputOf } from "./input-of.ts";
import type { Program, TypedProgram } from "./program.ts";
import type { CallOptions, Run } from "./run.ts";

/**
 * Base of asynchronous runners: an author writes `prepare` and `execute` and gets the rest of {@link Run}.
 *
 * @example
 * ```ts
 * class EchoRunner extends Runner<Program> {
 *   override async prepare(program: Program): Promise<Program> {
 *     return program;
 *   }
 *   override async execute(_: Program, input: Uint8Array): Promise<Uint8Array> {
 *     return input.slice();
 *   }
 * }
 * ```
 */
export abstract class Runner<Prepared> implements Run<Prepared> {
  abstract prepare(program: Program, options?: CallOptions): Promise<Prepared>;
  abstract execute(
    prepared: Prepared,
    input: Uint8Array,
    options?: CallOptions,
  ): Promise<Uint8Array>;

  async run<I, O>(
    program: TypedProgram<I, O>,
    input: NoInfer<InputOf<I>>,
    options?: CallOptions,
  ): Promise<O> {
    const inputBytes = program.input.encode(input as I);
    const prepared = await this.prepare(program.program, options);
    let output: Uint8Array;
    try {
      output = await this.execute(prepared, inputBytes, options);
    } catch (error) {
      try {
        await this.release(prepared);
      } catch {
        // The first error wins: what a failed release says is not what the caller needs to know.
      }
      throw error;
    }
    await this.release(prepared);
    return decodeOutput(program.output, output);
  }

  async release(_prepared: Prepared): Promise<void> {}

  async getInterface(): Promise<string> {
    return "";
  }

  async getExternals(): Promise<readonly string[]> {
    return [];
  }

  async shutdown(): Promise<void> {}

  [Symbol.asyncDispose](): Promise<void> {
    return this.shutdown();
  }
}
