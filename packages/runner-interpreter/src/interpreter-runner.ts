import { type BytecodeProgram, programCodec } from "@lutra/bin/program";
import { ErrorCode, type Program, RunnerError, RunnerSync, wrongKind } from "@lutra/runner-core";
import { checkedLimit, errorMessage } from "@lutra/runner-core/transport";
import type { External } from "./compile/external.ts";
import { Executable } from "./executable.ts";
import { executionError } from "./execution-error.ts";
import type { FileSystem } from "./files/file-system.ts";
import { fileSystemInterface } from "./files/file-system-interface.ts";
import type { ExecutionLimits } from "./memory/machine.ts";
import type { NativeModule } from "./native-module.ts";
import { NativeRegistry } from "./native/registry.ts";

/** Options of an {@link InterpreterRunner}. */
export interface InterpreterRunnerOptions {
  /**
   * Work that one execution may do, in steps: one for each item that a function of `std::array` goes through, more if it
   * evaluates more than some ten operations for the item, and one for about 16 bytes of text. 100 million take some
   * seconds.
   *
   * @default 268435456
   */
  readonly maxSteps?: number;
  /**
   * Size of the output, of any one value on the way to it, and of what one function needs for its work, in bytes; at most
   * 2147483647.
   *
   * @default 268435456
   */
  readonly maxOutputBytes?: number;
  /**
   * Memory that one execution may allocate for values in total, in bytes, also if it was free again meanwhile. A small
   * value that refers to others counts about 1 KiB. Up to two thirds of it can lie on the engine's heap: lower it where
   * the process has a small one.
   *
   * @default 2147483648
   */
  readonly maxAllocatedBytes?: number;
  /**
   * Number of expressions that a program may come to, counted again each time that a function of it is applied: a small
   * program whose functions take functions can grow without end. A prepared program takes about 0.2 KiB for each.
   *
   * @default 262144
   */
  readonly maxExpressions?: number;
  /** Functions of the host that programs may call. A module replaces one of the same name that comes before it. */
  readonly modules?: readonly NativeModule[];
  /** Files for `std::fs`. Without it its functions fail. */
  readonly fileSystem?: FileSystem;
}

/** Handle of a prepared program. Opaque; use it with the runner that made it. */
export interface PreparedProgram {
  /** Always absent: keeps other objects from passing as handles. */
  readonly preparedBy?: InterpreterRunner;
  /** Estimate of the memory that the program takes until it is released, in bytes. Servers can bound the sum. */
  readonly memoryBytes: number;
}

/** Program that a handle stands for, and what is computed for it once. */
interface Preparation {
  readonly program: BytecodeProgram;
  readonly externals: readonly External[];
  /** Compiled programs that are not running. More than one if a native of the host executes the program again. */
  readonly idle: Executable[];
}

/** Expressions may nest 512 deep: each takes one pointer, or two as an argument. */
const maxDepth = 1040;

/** Longest reason that is shown whole: it may name a place deep in a program by a path as long as the way to it. */
const maxReasonLength = 300;

const mebibyte = 1_048_576;
const maxInt32 = 0x7fff_ffff;

/** Memory that a prepared program takes for each expression and for each byte of bytecode: measured, and rounded up. */
const bytesPerExpression = 250;
const bytesPerByte = 14;

/**
 * Executes bytecode programs in memory. A program is compiled when it is prepared.
 *
 * @example
 * ```ts
 * const runner = new InterpreterRunner();
 * runner.getExternalsSync(); // ["repr:bytecode-lt", "std::fs"]
 * ```
 */
export class InterpreterRunner extends RunnerSync<PreparedProgram> {
  readonly #limits: ExecutionLimits;
  readonly #maxExpressions: number;
  readonly #registry: NativeRegistry;
  readonly #fileSystem: FileSystem | undefined;
  readonly #hostModules: readonly NativeModule[];
  readonly #preparations: Map<PreparedProgram, Preparation> = new Map();
  #isShutDown = false;

  /** @throws RangeError for a limit that is not a whole number within its bounds */
  constructor(options: InterpreterRunnerOptions = {}) {
    super();
    const { modules = [], fileSystem } = options;
    const { maxSteps = 256 * mebibyte, maxOutputBytes = 256 * mebibyte } = options;
    const { maxAllocatedBytes = 2048 * mebibyte, maxExpressions = 262_144 } = options;
    this.#limits = {
      maxSteps: checkedLimit("maxSteps", maxSteps),
      maxOutputBytes: checkedLimit("maxOutputBytes", maxOutputBytes, { max: maxInt32 }),
      maxAllocatedBytes: checkedLimit("maxAllocatedBytes", maxAllocatedBytes),
    };
    this.#maxExpressions = checkedLimit("maxExpressions", maxExpressions);
    this.#registry = new NativeRegistry(fileSystem, modules);
    this.#fileSystem = fileSystem;
    this.#hostModules = modules;
  }

  /**
   * Decodes, checks and compiles a program. The bytes are not kept.
   *
   * @throws RunnerError `PREPARE_ERROR`: another kind of program, malformed bytecode, a native that does not exist;
   *   `CONNECTION_CLOSED` after shutdown
   */
  override prepareSync(program: Program): PreparedProgram {
    if (this.#isShutDown) throw closed();
    if (program.kind !== "bytecodeLt") throw wrongKind(program, "bytecodeLt");
    const decoded = decode(program.bytes);
    const externals = decoded.externals.map((external) =>
      this.#registry.resolve(external, decoded.defs),
    );
    const executable = this.#compile(decoded, externals);
    const memoryBytes =
      program.bytes.length * bytesPerByte + executable.expressionCount * bytesPerExpression;
    const handle: PreparedProgram = Object.freeze({ memoryBytes });
    this.#preparations.set(handle, { program: decoded, externals, idle: [executable] });
    return handle;
  }

  /**
   * Runs a program on an encoded input. Bytes after the input are ignored.
   *
   * @throws RunnerError `EXECUTION_ERROR`, `LIMIT_EXCEEDED`, `PROGRAM_NOT_FOUND`
   */
  override executeSync(prepared: PreparedProgram, input: Uint8Array): Uint8Array<ArrayBuffer> {
    const preparation = this.#preparations.get(prepared);
    if (preparation === undefined) {
      if (this.#isShutDown) throw closed();
      throw new RunnerError("this program is not prepared by this runner, or was released", {
        code: ErrorCode.PROGRAM_NOT_FOUND,
      });
    }
    const { program, externals, idle } = preparation;
    const executable = idle.pop() ?? this.#compile(program, externals);
    try {
      return executable.execute(input);
    } finally {
      idle.push(executable);
    }
  }

  override releaseSync(prepared: PreparedProgram): void {
    this.#preparations.delete(prepared);
  }

  /**
   * Returns Lutra source of a function for each Parquet file of the file system; empty without one. A comment names files
   * that cannot be read or described.
   *
   * @throws RunnerError `EXECUTION_ERROR` if the files cannot be listed
   */
  override getInterfaceSync(): string {
    if (this.#fileSystem === undefined) return "";
    try {
      return fileSystemInterface(this.#fileSystem);
    } catch (error) {
      throw executionError(errorMessage(error).display, error);
    }
  }

  /** Returns `repr:bytecode-lt`, `std::fs`, and the modules of the host. */
  override getExternalsSync(): readonly string[] {
    const names = this.#hostModules.map(({ name }) => name);
    return [...new Set(["repr:bytecode-lt", "std::fs", ...names])];
  }

  override shutdownSync(): void {
    this.#isShutDown = true;
    this.#preparations.clear();
  }

  #compile(program: BytecodeProgram, externals: readonly External[]): Executable {
    try {
      return new Executable(program, externals, this.#limits, this.#maxExpressions);
    } catch (error) {
      // Within the depth that is allowed this takes a caller that has used up most of the stack itself.
      if (error instanceof RangeError) throw refused("the program nests too deeply here", error);
      throw error;
    }
  }
}

function decode(bytes: Uint8Array): BytecodeProgram {
  try {
    const program = programCodec.decode(bytes, { maxDepth, copy: true });
    if (program.tag === "bytecodeLt") return program.value;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const shown =
      reason.length > maxReasonLength ? `${reason.slice(0, maxReasonLength)}...` : reason;
    throw refused(
      `malformed program: ${shown}; programs of Lutra 0.5 must be compiled again with 0.6`,
      error,
    );
  }
  throw refused("the bytes are not those of a bytecode-lt program");
}

function refused(message: string, cause?: unknown): RunnerError {
  return new RunnerError(message, { code: ErrorCode.PREPARE_ERROR, cause });
}

function closed(): RunnerError {
  return new RunnerError("the runner was shut down", { code: ErrorCode.CONNECTION_CLOSED });
}
