import { codecFor, type Ty } from "@lutra/bin";
import { programFromBytes } from "@lutra/runner-core";
import { bytesFromHex, programCases } from "@lutra-internal/fixtures";
import { describe, expect, test } from "vitest";
import { type PostgresAdapter, PostgresRunner, type TextRow } from "../src/index.ts";
import { array, enumOf, option, sqlProgram, sqlTypes, std, tuple, unit } from "./support/types.ts";

interface Call {
  readonly sql: string;
  readonly parameters: readonly (string | null)[];
}

/** Returns an adapter that answers with given rows, and what it was asked. */
function answering(rows: readonly TextRow[]): PostgresAdapter & { readonly calls: Call[] } {
  const calls: Call[] = [];
  return {
    calls,
    query: async (sql, parameters) => {
      calls.push({ sql, parameters });
      return rows;
    },
  };
}

const answer = sqlProgram("select 42::int8", sqlTypes(unit, std("Int64")));
const input = new Uint8Array();

/** Returns a type within others. */
function nested(f: Ty): Ty {
  return tuple({ a: array(enumOf({ x: tuple({ f }) })) });
}

test("the externals are those of PostgreSQL", async () => {
  const runner = new PostgresRunner(answering([]));
  expect(await runner.getExternals()).toEqual(["repr:sql-pg", "std::sql"]);
});

describe("a program is refused when it is prepared", () => {
  const refused = async (bytes: Uint8Array): Promise<unknown> =>
    new PostgresRunner(answering([])).prepare(programFromBytes(bytes));

  test("if it is of another kind", async () => {
    const other = programCases().find((each) => each.interpreter.program_hex !== undefined);
    await expect(refused(bytesFromHex(other?.interpreter.program_hex ?? ""))).rejects.toMatchObject(
      {
        code: "PREPARE_ERROR",
        message:
          "this runner executes sql-pg programs, and was given bytecode-lt; " +
          "compile the program for the representation sql-pg",
      },
    );
  });

  test("if its bytes are cut off at any place", async () => {
    const { bytes } = sqlProgram("select $1::text", sqlTypes(tuple({ a: std("Text") }), unit));
    for (let end = 5; end < bytes.length - 8; end++) {
      await expect(refused(bytes.subarray(0, end))).rejects.toMatchObject({
        code: "PREPARE_ERROR",
      });
    }
  });

  test("if the SQL mentions more than the input has", async () => {
    const program = sqlProgram("select $3::int4", sqlTypes(std("Int32"), unit));
    await expect(refused(program.bytes)).rejects.toMatchObject({
      code: "PREPARE_ERROR",
      message: "the SQL mentions $3, and the input has 1 parameters",
    });
  });

  test("if it mentions a type that has no definition", async () => {
    const program = sqlProgram("select 1", {
      input: { ...unit, kind: { tag: "ident", value: ["Missing"] } },
      output: unit,
      defs: [],
    });
    await expect(refused(program.bytes)).rejects.toMatchObject({
      code: "PREPARE_ERROR",
      message: expect.stringMatching(/^unsupported program: .*Missing/) as string,
    });
  });

  const kind = { tag: "function", value: { params: [], body: unit } } as const;
  const callback = { ...unit, kind };
  test.each([
    ["", { input: callback, output: unit }],
    ["", { input: unit, output: callback }],
    [" (at .a[0].x.f)", { input: nested(callback), output: unit }],
    [" (at .a[0].x.f)", { input: unit, output: nested(callback) }],
  ])("if it takes or gives a function%s", async (place, types) => {
    const program = sqlProgram("select 1", { ...types, defs: [] });
    await expect(refused(program.bytes)).rejects.toMatchObject({
      code: "PREPARE_ERROR",
      message: `unsupported program: a function cannot be represented in a database${place}`,
    });
  });
});

describe("a value that the server cannot take is refused before anything is sent", () => {
  test.each([
    ["a text with U+0000", tuple({ name: std("Text") }), { name: "a\0b" }, /U\+0000.*at \.name\)$/],
    [
      "such a text in an array",
      array(tuple({ name: option(std("Text")) })),
      [{ name: "ok" }, { name: "\0" }],
      /U\+0000.*at \[1\]\.name\.some\)$/,
    ],
    ["NaN in an array", array(std("Float64")), [1, NaN], /^the input cannot be sent: NaN .*\[1\]/],
    [
      "an infinity in an array in an enum",
      enumOf({ a: unit, b: array(std("Float32")), c: unit }),
      { tag: "b", value: [-Infinity] },
      /-Infinity .*at \.b\[0\]\)$/,
    ],
  ])("%s", async (_, ty, value, message) => {
    const types = sqlTypes(ty, unit);
    const adapter = answering([]);
    const runner = new PostgresRunner(adapter);
    const program = await runner.prepare(sqlProgram("select $1::text", types));
    const call = runner.execute(program, codecFor(types.input, types.defs).encode(value));
    await expect(call).rejects.toMatchObject({
      code: "EXECUTION_ERROR",
      message: expect.stringMatching(message) as string,
    });
    expect(adapter.calls).toEqual([]);
  });

  test("an input that does not decode", async () => {
    const runner = new PostgresRunner(answering([]));
    const program = await runner.prepare(
      sqlProgram("select $1::int8", sqlTypes(std("Int64"), unit)),
    );
    await expect(runner.execute(program, new Uint8Array(7))).rejects.toMatchObject({
      code: "DECODE_ERROR",
      message: expect.stringMatching(/^malformed input: expected 8 bytes/) as string,
      cause: expect.objectContaining({ name: "DecodeError" }) as object,
    });
  });
});

test("a driver in place of its adapter is an error", async () => {
  const driver = { query: async () => ({ rows: [["42"]], fields: [] }) };
  const runner = new PostgresRunner(driver as unknown as PostgresAdapter);
  const prepared = await runner.prepare(answer);
  await expect(runner.execute(prepared, input)).rejects.toThrow(
    new TypeError("expected rows: use createPgAdapter or its like"),
  );
});

test("rows of a program that gives the unit are not looked at", async () => {
  const runner = new PostgresRunner(answering([["3", null], []]));
  const program = await runner.prepare(sqlProgram("insert", sqlTypes(unit, unit)));
  expect(await runner.execute(program, input)).toEqual(new Uint8Array());
});

test("a declared output that names an array is one of rows", async () => {
  const named = { kind: { tag: "ident", value: ["Rows"] } } as const;
  const types = sqlTypes(unit, { ...unit, ...named }, { Rows: array(std("Int32")) });
  const runner = new PostgresRunner(answering([["1"], ["2"]]));
  const bytes = await runner.execute(await runner.prepare(sqlProgram("select", types)), input);
  expect(codecFor(types.output, types.defs).decode(bytes)).toEqual([1, 2]);
});

describe("handles", () => {
  test("are gone after their release, which may come twice", async () => {
    const runner = new PostgresRunner(answering([["42"]]));
    const handle = await runner.prepare(answer);
    await runner.release(handle);
    await runner.release(handle);
    await expect(runner.execute(handle, input)).rejects.toMatchObject({
      code: "PROGRAM_NOT_FOUND",
    });
  });

  test("of another runner are unknown", async () => {
    const handle = await new PostgresRunner(answering([])).prepare(answer);
    await expect(new PostgresRunner(answering([])).execute(handle, input)).rejects.toMatchObject({
      code: "PROGRAM_NOT_FOUND",
    });
  });
});

describe("shutdown", () => {
  test("ends all statements that run, each by a signal of its own", async () => {
    const signals: (AbortSignal | undefined)[] = [];
    let isHeld = false;
    const runner = new PostgresRunner({
      query: (_, __, { shutdown } = {}) => {
        signals.push(shutdown);
        if (!isHeld) return Promise.resolve([["42"]]);
        return new Promise((_resolve, reject) => {
          shutdown?.addEventListener("abort", () => reject(shutdown.reason as Error));
        });
      },
    });
    const program = await runner.prepare(answer);
    for (let i = 0; i < 3; i++) await runner.execute(program, input);
    isHeld = true;
    const calls = [1, 2, 3].map(() => runner.execute(program, input));
    expect(new Set(signals.slice(-3)).size).toBe(3);
    const settled = Promise.allSettled(calls);
    await runner.shutdown();
    for (const result of await settled) {
      expect(result).toMatchObject({ reason: { code: "CONNECTION_CLOSED" } });
    }
  });

  test("waits for what runs, then closes the adapter once", async () => {
    const events: string[] = [];
    const adapter: PostgresAdapter = {
      query: async () => {
        await new Promise(setImmediate);
        events.push("rows");
        return [["42"]];
      },
      close: async () => void events.push("closed"),
    };
    const runner = new PostgresRunner(adapter);
    const handle = await runner.prepare(answer);
    const call = runner.execute(handle, input);
    await Promise.all([runner.shutdown(), runner.shutdown()]);
    expect(events).toEqual(["rows", "closed"]);
    expect((await call)[0]).toBe(42);
    for (const later of [
      () => runner.prepare(answer),
      () => runner.execute(handle, input),
      () => runner.getInterface(),
    ]) {
      await expect(later()).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
    }
  });
});

describe("errors of drivers", () => {
  test.each([
    [
      Object.assign(new Error("division by zero"), { code: "22012" }),
      "EXECUTION_ERROR",
      "postgres: 22012 division by zero",
    ],
    [
      Object.assign(new Error("terminating"), { code: "57P01" }),
      "CONNECTION_CLOSED",
      "postgres: 57P01 terminating",
    ],
    [
      Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" }),
      "CONNECTION_CLOSED",
      "postgres: connect ECONNREFUSED",
    ],
    [
      Object.assign(new Error("write EPIPE"), { code: "EPIPE" }),
      "CONNECTION_CLOSED",
      "postgres: write EPIPE",
    ],
    ["odd", "CONNECTION_CLOSED", "postgres: odd"],
  ])("%s", async (error, code, message) => {
    const runner = new PostgresRunner({ query: () => Promise.reject(error as Error) });
    const call = runner.execute(await runner.prepare(answer), input);
    await expect(call).rejects.toMatchObject({ name: "RunnerError", code, message, cause: error });
  });
});
