import { codecFor, type Ty } from "@lutra/bin";
import { type CompiledProgram, programCodec } from "@lutra/bin/program";
import { ErrorCode, type Program, programFromBytes, RunnerError } from "@lutra/runner-core";
import { describe, expect, test } from "vitest";
import { bindInput, CellError, compileProgram, placed, ProgramTypes } from "../src/index.ts";

const type = (kind: Ty["kind"]): Ty => ({ kind, layout: null, name: null, variantsRecursive: [] });
const int8 = type({ tag: "primitive", value: "prim8" });
const tuple = (fields: Readonly<Record<string, Ty>>): Ty =>
  type({ tag: "tuple", value: Object.entries(fields).map(([name, ty]) => ({ name, ty })) });
const array = (item: Ty): Ty => type({ tag: "array", value: item });
const unit = tuple({});
const callback = type({ tag: "function", value: { params: [], body: unit } });
const missing = type({ tag: "ident", value: ["Missing"] });

function programOf(tag: CompiledProgram["tag"], inputTy = unit, outputTy = unit): Program {
  const value = { sql: "SELECT 1", inputTy, outputTy, defs: [], main: undefined };
  return programFromBytes(programCodec.encode({ tag, value } as unknown as CompiledProgram));
}

const failure = (code: string, message: string | RegExp): unknown =>
  expect.objectContaining({
    name: "RunnerError",
    code,
    message: typeof message === "string" ? message : (expect.stringMatching(message) as string),
  });

describe("a program", () => {
  test.each(["sqlPostgres", "sqlDuckDb"] as const)("of the kind %s is compiled", (kind) => {
    expect(compileProgram(programOf(kind), kind, ({ sql }) => sql)).toBe("SELECT 1");
  });

  test("of another kind is refused", () => {
    expect(() => compileProgram(programOf("sqlDuckDb"), "sqlPostgres", String)).toThrow(
      failure("PREPARE_ERROR", /^this runner executes sql-pg programs, and was given sql-duckdb/),
    );
  });

  test("that only claims to be of a kind is refused", () => {
    const { bytes } = programOf("sqlDuckDb");
    expect(() => compileProgram({ kind: "sqlPostgres", bytes }, "sqlPostgres", String)).toThrow(
      failure("PREPARE_ERROR", "the bytes are not those of a sql-pg program"),
    );
  });

  test("of malformed bytes is refused", () => {
    const bytes = new Uint8Array(3);
    expect(() => compileProgram({ kind: "sqlPostgres", bytes }, "sqlPostgres", String)).toThrow(
      failure("PREPARE_ERROR", /^malformed program: .*must be compiled again with 0\.6$/),
    );
  });

  const nested = (ty: Ty): Ty =>
    tuple({ a: array(type({ tag: "enum", value: [{ name: "x", ty: tuple({ f: ty }) }] })) });
  test.each([
    ["a function", callback, "a function cannot be represented in a database"],
    ["a name without a definition", missing, "the type Missing has no definition"],
  ])("whose input or output is %s is refused, with the place", (_, ty, message) => {
    for (const [odd, place] of [
      [ty, ""],
      [nested(ty), " (at .a[0].x.f)"],
    ] as const) {
      for (const program of [programOf("sqlPostgres", odd), programOf("sqlPostgres", unit, odd)]) {
        expect(() => compileProgram(program, "sqlPostgres", String)).toThrow(
          failure("PREPARE_ERROR", `unsupported program: ${message}${place}`),
        );
      }
    }
  });

  test("that cannot be compiled is refused, with the place", () => {
    const fault = new CellError("no column");
    fault.steps.push("b", 3, "a");
    const other = new RunnerError("as it is", { code: ErrorCode.EXECUTION_ERROR });
    const compile = (error: unknown) => (): never =>
      compileProgram(programOf("sqlPostgres"), "sqlPostgres", () => {
        throw error;
      });
    expect(compile(fault)).toThrow(
      failure("PREPARE_ERROR", "unsupported program: no column (at .a[3].b)"),
    );
    expect(compile(new TypeError("odd"))).toThrow(
      failure("PREPARE_ERROR", "unsupported program: odd"),
    );
    expect(compile("text")).toThrow(failure("PREPARE_ERROR", "unsupported program: text"));
    expect(compile(other)).toThrow(other);
  });
});

describe("an input", () => {
  const bind = (sql: string, inputTy: Ty): ReturnType<typeof bindInput> => {
    const types = new ProgramTypes([], (name) => name);
    const forms = {
      scalar: () => (value: unknown) => {
        if (value === 99) throw new CellError("99 is too much");
        return `scalar ${String(value)}`;
      },
      whole: () => () => "whole",
      tag: (index: number) => `tag ${index}`,
    };
    return bindInput({ sql, inputTy, outputTy: unit, defs: [] }, types, forms);
  };
  const pair = tuple({ a: int8, b: int8, c: array(int8) });
  const bytes = codecFor(pair, []).encode({ a: 1, b: 2, c: Uint8Array.of(3) });

  test("becomes the arguments that the SQL mentions, in their order", () => {
    expect(bind("SELECT $1, $2, $3", pair).argumentsOf(bytes)).toEqual([
      "scalar 1",
      "scalar 2",
      "whole",
    ]);
    const { sql, argumentsOf } = bind("SELECT $3, $2, $3", pair);
    expect(sql).toBe("SELECT $2, $1, $2");
    expect(argumentsOf(bytes)).toEqual(["scalar 2", "whole"]);
  });

  test("without parts is not read", () => {
    expect(bind("SELECT 1", unit).argumentsOf(new Uint8Array(7))).toEqual([]);
  });

  test.each([
    ["$4", 4],
    ["$0", 0],
    ["$1, $9", 9],
  ])("has no part for %s", (mentioned, number) => {
    expect(() => bind(`SELECT ${mentioned}`, pair)).toThrow(
      failure("PREPARE_ERROR", `the SQL mentions $${number}, and the input has 3 parameters`),
    );
  });

  test("of other bytes is refused", () => {
    expect(() => bind("SELECT $1", pair).argumentsOf(new Uint8Array(3))).toThrow(
      failure("DECODE_ERROR", /^malformed input: /),
    );
  });

  test("with a value that the database cannot take says where", () => {
    const wrong = codecFor(pair, []).encode({ a: 1, b: 99, c: new Uint8Array() });
    expect(() => bind("SELECT $2", pair).argumentsOf(wrong)).toThrow(
      failure("EXECUTION_ERROR", "the input cannot be sent: 99 is too much (at .b)"),
    );
  });
});

test("a fault in a value is the caller's error, with its place", () => {
  const fault = new CellError("odd");
  fault.steps.push(1);
  const throwing = (error: Error) => () =>
    placed("bad result", () => {
      throw error;
    });
  expect(throwing(fault)).toThrow(failure("EXECUTION_ERROR", "bad result: odd (at [1])"));
  const other = new RangeError("another");
  expect(throwing(other)).toThrow(other);
  expect(placed("bad result", () => 7)).toBe(7);
});
