import { type BytecodeProgram, type Expr, programCodec } from "@lutra/bin/program";
import { type Program, programFromBytes } from "@lutra/runner-core";
import { InterpreterRunner, type InterpreterRunnerOptions } from "../../src/index.ts";

/** The input of a program: parameter 0 of function 0. */
export const input: Expr = { tag: "pointer", value: 0x8000_0000 };

/** Returns a parameter of a function. */
export function parameter(fn: number, position: number): Expr {
  return { tag: "pointer", value: (0x8000_0000 | (fn << 8) | position) >>> 0 };
}

/** Returns a function. */
export function fn(id: number, body: Expr): Expr {
  return { tag: "function", value: { symbolNs: (0x8000_0000 | (id << 8)) >>> 0, body } };
}

/** Returns a variable. */
export function variable(id: number): Expr {
  return { tag: "pointer", value: 0x4000_0000 | id };
}

/** Returns a literal of encoded bytes. */
export function literal(bytes: Uint8Array | readonly number[]): Expr {
  return { tag: "literal", value: Uint8Array.from(bytes) };
}

/** Returns a 64-bit integer, encoded. */
export function int64Literal(value: bigint): Expr {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigInt64(0, value, true);
  return literal(bytes);
}

/** Collects externals while expressions that call them are built. */
export class ProgramBuilder {
  private readonly externals: { id: string; layoutArgs: readonly number[] }[] = [];

  /** Returns a native. */
  external(id: string, ...layoutArgs: number[]): Expr {
    return { tag: "pointer", value: this.externals.push({ id, layoutArgs }) - 1 };
  }

  /** Returns a call of a native. */
  call(id: string, layoutArgs: number[], ...args: Expr[]): Expr {
    return { tag: "call", value: { function: this.external(id, ...layoutArgs), args } };
  }

  /** Returns the program whose result is `body`. */
  build(body: Expr): Program {
    return program({ externals: this.externals, main: fn(0, body), defs: [] });
  }
}

/** Encodes a program. */
export function program(value: BytecodeProgram): Program {
  return programFromBytes(programCodec.encode({ tag: "bytecodeLt", value }));
}

/** Prepares and executes. */
export function execute(
  what: Program,
  bytes: Uint8Array = new Uint8Array(0),
  options: InterpreterRunnerOptions = {},
): Uint8Array {
  const runner = new InterpreterRunner(options);
  return runner.executeSync(runner.prepareSync(what), bytes);
}
