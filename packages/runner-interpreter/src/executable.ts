import type { BytecodeProgram } from "@lutra/bin/program";
import { isRunnerError } from "@lutra/runner-core";
import { errorMessage } from "@lutra/runner-core/transport";
import { Chunk } from "./memory/chunk.ts";
import { Compiler } from "./compile/compiler.ts";
import type { External } from "./compile/external.ts";
import { Slot, SlotCode } from "./code/slot.ts";
import type { Code } from "./code/code.ts";
import {
  badInput,
  executionError,
  isOutOfMemory,
  isStackOverflow,
  outOfMemory,
} from "./execution-error.ts";
import { flatten } from "./memory/flatten.ts";
import { isScalarKind, sizeOfKind } from "./values/kinds.ts";
import { type ExecutionLimits, Machine } from "./memory/machine.ts";

/** A compiled program with the memory of one execution at a time: not to be entered again while it runs. */
export class Executable {
  readonly #machine: Machine;
  readonly #input: Slot;
  readonly #compute: () => Uint8Array<ArrayBuffer>;

  /** Number of expressions that the program comes to. */
  readonly expressionCount: number;

  /** @throws RunnerError `PREPARE_ERROR` for a program that no compiler writes, or of more than `maxExpressions` */
  constructor(
    program: BytecodeProgram,
    externals: readonly External[],
    limits: ExecutionLimits,
    maxExpressions: number,
  ) {
    this.#machine = new Machine(limits);
    this.#input = new Slot(this.#machine, "data");
    const argument = { code: new SlotCode(this.#machine, this.#input) };
    const main = { expr: program.main, scope: undefined };
    const compiler = new Compiler(this.#machine, externals, maxExpressions);
    this.#compute = outputOf(this.#machine, compiler.apply(main, [argument]));
    this.expressionCount = compiler.expressionCount;
  }

  /**
   * Runs the program. The input is only read, and not kept; the output is the caller's.
   *
   * @throws RunnerError
   */
  execute(input: Uint8Array): Uint8Array<ArrayBuffer> {
    this.#machine.begin();
    this.#input.chunk = new Chunk(input);
    this.#input.position = 0;
    try {
      return this.#compute();
    } catch (error) {
      throw asRunnerError(error);
    } finally {
      this.#machine.end();
    }
  }
}

/** Computes the encoded result. */
function outputOf(machine: Machine, result: Code): () => Uint8Array<ArrayBuffer> {
  const { kind } = result;
  if (kind !== undefined && kind !== "data" && isScalarKind(kind)) {
    const layout = { size: sizeOfKind(kind), pointers: [] };
    const emit = result.emit(layout);
    return () => {
      const output = new Uint8Array(layout.size);
      emit(new Chunk(output), 0);
      return output;
    };
  }
  const place = result.place();
  return () => {
    const at = place();
    return flatten(machine, machine.chunk, at);
  };
}

/**
 * Returns the error that a program fails with. Natives of the host have theirs already (see `checkedNative`): what arrives
 * here was thrown by the engine, by the interpreter itself, or by files of the host, which may throw anything.
 *
 * Runs at the end of the stack, too, so nothing here or in natives uses regular expressions: see `isStackOverflow` of
 * `@lutra/bin`.
 */
function asRunnerError(error: unknown): Error {
  if (isRunnerError(error)) return error;
  const { display } = errorMessage(error);
  if (isStackOverflow(display)) return executionError("the program nests too deeply here", error);
  if (isOutOfMemory(display)) return outOfMemory(error);
  // Reads outside of a chunk are left to the engine to refuse: it checks every access anyway.
  if (error instanceof RangeError) return badInput(error);
  return executionError(`error: ${display}`, error);
}
