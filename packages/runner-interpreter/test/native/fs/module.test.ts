import { codecFor, type Ty, type TyDef } from "@lutra/bin";
import { programCodec, tyCodec } from "@lutra/bin/program";
import { bytesFromHex, programCases } from "@lutra-internal/fixtures";
import { programFromBytes, RunnerError } from "@lutra/runner-core";
import { parquetWriteBuffer } from "hyparquet-writer";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { FileSystem } from "../../../src/files/file-system.ts";
import { InterpreterRunner, type NativeContext } from "../../../src/index.ts";
import { fsModule } from "../../../src/native/fs/module.ts";
import { rowType } from "../../../src/native/fs/row.ts";
import type { ColumnType, ColumnValue } from "../../../src/files/parquet-format.ts";
import { countingContext } from "../call.ts";
import { memoryFiles } from "../memory-files.ts";

const ty = (kind: Ty["kind"], layout: Ty["layout"] = null): Ty => {
  return { kind, layout, name: null, variantsRecursive: [] };
};
const ident = (...path: string[]): Ty => ty({ tag: "ident", value: path });
const array = (item: Ty): Ty => ty({ tag: "array", value: item });
const tuple = (fields: Readonly<Record<string, Ty>>): Ty =>
  ty({ tag: "tuple", value: Object.entries(fields).map(([name, field]) => ({ name, ty: field })) });
const unnamed = (...fields: Ty[]): Ty =>
  ty({ tag: "tuple", value: fields.map((field) => ({ name: null, ty: field })) });
const enumOf = (variants: Readonly<Record<string, Ty>>): Ty =>
  ty({
    tag: "enum",
    value: Object.entries(variants).map(([name, payload]) => ({ name, ty: payload })),
  });
const option = (payload: Ty): Ty => enumOf({ none: unnamed(), some: payload });

const primitives = { 8: "prim8", 16: "prim16", 32: "prim32", 64: "prim64" } as const;
const prim = (bits: 8 | 16 | 32 | 64): Ty => ty({ tag: "primitive", value: primitives[bits] });
const std = (name: string, representation: Ty): TyDef => ({
  name: ["std", name],
  ty: representation,
});
const defs: readonly TyDef[] = [
  std("Bool", prim(8)),
  ...[8, 16, 32, 64].flatMap((bits) => [
    std(`Int${bits}`, prim(bits as 8)),
    std(`Uint${bits}`, prim(bits as 8)),
  ]),
  std("Float32", prim(32)),
  std("Float64", prim(64)),
  std("Text", array(prim(8))),
  std("Date", ident("std", "Int32")),
  ...["Time", "Timestamp", "Duration", "Decimal"].map((name) => std(name, ident("std", "Int64"))),
  { name: ["app", "Key"], ty: ident("std", "Int32") },
  { name: ["app", "Row"], ty: tuple({ id: ident("app", "Key"), name: ident("std", "Text") }) },
];
const int32 = ident("std", "Int32");
const text = ident("std", "Text");

/** Returns a list of the byte count and the bytes in words, with its own length before it. */
function layoutArgs(table: Ty): number[] {
  const bytes = tyCodec.encode(table);
  const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
  padded.set(bytes);
  const view = new DataView(padded.buffer);
  const words = Array.from({ length: padded.length / 4 }, (_, i) => view.getUint32(i * 4, true));
  return [words.length + 1, bytes.length, ...words];
}

function call(files: FileSystem | undefined, name: string, table: Ty, ...args: unknown[]): unknown {
  const found = fsModule(files).lookup(name, { layoutArgs: layoutArgs(table), defs });
  if (found === undefined) throw new Error(`std::fs::${name} does not exist`);
  return found.call(countingContext(), ...(args as never[]));
}

const read = (files: FileSystem | undefined, table: Ty, path = "t.parquet"): unknown =>
  codecFor(table, defs).decode(call(files, "read_parquet", table, path) as Uint8Array);
const write = (
  files: FileSystem | undefined,
  table: Ty,
  value: unknown,
  path = "t.parquet",
): unknown => call(files, "write_parquet", table, codecFor(table, defs).encode(value), path);

const failure = (message: string | RegExp): unknown =>
  expect.objectContaining({
    name: "RunnerError",
    code: "EXECUTION_ERROR",
    message: typeof message === "string" ? message : (expect.stringMatching(message) as unknown),
  });

describe("a table that a program writes and reads", () => {
  const columns: readonly (readonly [string, Ty, readonly unknown[]])[] = [
    ["bool", ident("std", "Bool"), [true, false]],
    ["int8", ident("std", "Int8"), [-128, 127]],
    ["int16", ident("std", "Int16"), [-32768, 32767]],
    ["int32", int32, [-2147483648, 2147483647]],
    ["int64", ident("std", "Int64"), [-(2n ** 63n), 2n ** 63n - 1n]],
    ["uint8", ident("std", "Uint8"), [0, 255]],
    ["uint16", ident("std", "Uint16"), [0, 65535]],
    ["uint32", ident("std", "Uint32"), [0, 4294967295]],
    ["uint64", ident("std", "Uint64"), [0n, 2n ** 64n - 1n]],
    ["float32", ident("std", "Float32"), [1.5, -0]],
    ["float64", ident("std", "Float64"), [0.1, Infinity]],
    ["text", text, ["", "žaba"]],
    ["date", ident("std", "Date"), [-1, 20000]],
    ["time", ident("std", "Time"), [0n, 86_399_999_999n]],
    ["timestamp", ident("std", "Timestamp"), [-1n, 1_700_000_000_000_000n]],
    ["duration", ident("std", "Duration"), [-5n, 5n]],
    ["decimal", ident("std", "Decimal"), [-101n, 12_345n]],
    ["prim8", prim(8), [0, 255]],
    ["prim16", prim(16), [0, 65535]],
    ["prim32", prim(32), [0, 4294967295]],
    ["prim64", prim(64), [0n, 2n ** 64n - 1n]],
    ["a name for a name", ident("app", "Key"), [1, 2]],
  ];

  test.each(columns)("keeps %s, alone, in a tuple, and as an option", (_, type, values) => {
    const files = memoryFiles();
    const row = tuple({ x: type, n: int32, maybe: option(type) });
    const rows = values.map((x, n) => ({ x, n, maybe: n === 0 ? null : x }));
    write(files, array(row), rows);
    expect(read(files, array(row))).toEqual(rows);

    const single = array(type);
    const value = codecFor(single, defs).decode(
      codecFor(array(unnamed(type)), defs).encode(values.map((x) => [x])),
    );
    write(files, single, value);
    expect(read(files, single)).toEqual(value);
  });

  test("has columns called like the fields, field0 and so on without names, and value alone", () => {
    const files = memoryFiles();
    const names = (table: Ty, value: unknown): (string | undefined)[] => {
      write(files, table, value);
      return files.parquet.open(files.readFile("t.parquet")).fields.map((field) => field.name);
    };
    expect(names(array(ident("app", "Row")), [{ id: 1, name: "a" }])).toEqual(["id", "name"]);
    expect(names(array(unnamed(int32, text)), [[1, "a"]])).toEqual(["field0", "field1"]);
    expect(names(array(text), ["a"])).toEqual(["value"]);
  });

  test("has nullable columns for options only", () => {
    const files = memoryFiles();
    write(files, array(tuple({ a: int32, b: option(int32) })), []);
    const { fields } = files.parquet.open(files.readFile("t.parquet"));
    expect(fields.map((field) => field.repetition)).toEqual(["required", "optional"]);
  });

  test("can be empty, and is then read as any type", () => {
    const files = memoryFiles();
    expect(write(files, array(int32), [])).toBe(undefined);
    expect(read(files, array(ident("app", "Row")))).toEqual([]);
  });

  test("is read by position, whatever the columns are called", () => {
    const files = memoryFiles();
    write(files, array(tuple({ a: int32, b: text })), [{ a: 1, b: "x" }]);
    expect(read(files, array(tuple({ b: int32, a: text })))).toEqual([{ b: 1, a: "x" }]);
  });
});

describe("a table in a file", () => {
  const stored = (type: ColumnType, values: readonly ColumnValue[]): FileSystem => {
    const files = memoryFiles();
    const nullable = values.includes(null);
    files.writeFile("t.parquet", files.parquet.write([{ name: "x", type, nullable, values }]));
    return files;
  };

  test.each([
    ["int32", ident("std", "Date"), [3], [3]],
    ["int64", ident("std", "Timestamp"), [3n], [3n]],
    ["int64", ident("std", "Duration"), [3n], [3n]],
    ["int64", ident("std", "Decimal"), [3n], [3n]],
    ["uint64", ident("std", "Time"), [3n], [3n]],
    ["int8", prim(8), [-128, -1, 0, 1, 127], [128, 255, 0, 1, 127]],
    ["uint8", prim(8), [0, 1, 128, 255], [0, 1, 128, 255]],
    ["int16", prim(16), [-32768, -1, 0, 1, 32767], [32768, 65535, 0, 1, 32767]],
    ["uint16", prim(16), [0, 1, 32768, 65535], [0, 1, 32768, 65535]],
    ["int32", prim(32), [-(2 ** 31), -1, 0, 1], [2 ** 31, 4294967295, 0, 1]],
    ["uint32", prim(32), [0, 1, 4294967295], [0, 1, 4294967295]],
    ["uint64", prim(64), [0n, 2n ** 64n - 1n], [0n, 2n ** 64n - 1n]],
    ["int64", prim(64), [-1n], [2n ** 64n - 1n]],
    ["float32", prim(32), [1.5], [0x3fc00000]],
    ["float64", prim(64), [1.5], [0x3ff8000000000000n]],
    ["date", prim(32), [-1], [4294967295]],
    ["time", prim(64), [1n], [1n]],
    ["timestamp", prim(64), [-1n], [2n ** 64n - 1n]],
    ["duration", prim(64), [-1n], [2n ** 64n - 1n]],
  ] as const)("of %s is read as a type of the same bits", (type, wanted, values, expected) => {
    const items = read(stored(type, values), array(wanted)) as Iterable<unknown>;
    expect(Array.from(items)).toEqual(expected);
  });

  test.each([
    ["int32", ident("std", "Int64"), "the file has int32, but Lutra expects int64"],
    ["int64", int32, "the file has int64, but Lutra expects int32"],
    ["uint8", ident("std", "Int8"), "the file has uint8, but Lutra expects int8"],
    ["timestamp", ident("std", "Int64"), "the file has timestamp, but Lutra expects int64"],
    ["int8", prim(32), "the file has int8, but Lutra expects 32 bits"],
    ["bool", text, "the file has bool, but Lutra expects text"],
  ] as const)("of %s is not read as another type", (type, wanted, reason) => {
    const values = [type === "bool" ? true : type === "int64" || type === "timestamp" ? 1n : 1];
    expect(() => read(stored(type, values), array(wanted))).toThrow(
      failure(`error: read_parquet(t.parquet): type mismatch: ${reason}, in column value`),
    );
  });

  test("with a null is read only as an option", () => {
    const files = stored("int32", [1, null]);
    expect(read(files, array(option(int32)))).toEqual([1, null]);
    expect(() => read(files, array(int32))).toThrow(
      failure(/: unexpected null value for non-option type, in column value$/),
    );
  });

  test("must have as many columns as the rows", () => {
    expect(() => read(stored("int32", [1]), array(ident("app", "Row")))).toThrow(
      failure("error: read_parquet(t.parquet): expected 2 columns, got 1"),
    );
  });

  test("that is missing or damaged is an error with the path and the reason", () => {
    const files = memoryFiles(new Map([["bad.parquet", new Uint8Array(20)]]));
    expect(() => read(files, array(int32), "no.parquet")).toThrow(
      failure("error: read_parquet(no.parquet): ENOENT: no such file or directory"),
    );
    expect(() => read(files, array(int32), "bad.parquet")).toThrow(
      failure(/^error: read_parquet\(bad\.parquet\): parquet file invalid/),
    );
  });
});

describe("a nested table", () => {
  const nested = memoryFiles(
    new Map([
      [
        "t.parquet",
        new Uint8Array(
          readFileSync(new URL("../../fixtures/duckdb-nested.parquet", import.meta.url)),
        ),
      ],
    ]),
  );
  const row = (changes: Readonly<Record<string, Ty>> = {}): Ty =>
    tuple({
      pair: tuple({ a: int32, b: option(text) }),
      list: option(array(int32)),
      maybe: option(tuple({ x: ident("std", "Int64") })),
      rows: array(tuple({ k: text, v: array(ident("std", "Float64")) })),
      deep: array(array(prim(32))),
      holes: array(option(ident("app", "Key"))),
      one: int32,
      pairs: unnamed(array(unnamed(text, option(int32)))),
      ...changes,
    });

  test("is read as tuples, arrays and options", () => {
    expect(read(nested, array(row()))).toEqual([
      {
        pair: { a: 1, b: null },
        list: [1, 2],
        maybe: { x: 7n },
        rows: [
          { k: "p", v: [1.5] },
          { k: "q", v: [] },
        ],
        deep: [[1], [], [2, 3]],
        holes: [null, 5],
        one: 1,
        pairs: [[["one", 1]]],
      },
      {
        pair: { a: 2, b: "ž" },
        list: [],
        maybe: null,
        rows: [],
        deep: [],
        holes: [],
        one: 1,
        pairs: [[]],
      },
      {
        pair: { a: 3, b: "" },
        list: null,
        maybe: { x: 8n },
        rows: [{ k: "", v: [2.5, 3.5] }],
        deep: [[9]],
        holes: [null],
        one: 1,
        pairs: [
          [
            ["two", 2],
            ["three", null],
          ],
        ],
      },
    ]);
  });

  test.each([
    [{ list: array(int32) }, "unexpected null value for non-option type, in column list"],
    [{ holes: array(int32) }, "unexpected null value for non-option type, in column holes"],
    [
      { one: array(int32) },
      "type mismatch: the file has int32, but Lutra expects a list, in column one",
    ],
    [
      { list: option(int32) },
      "type mismatch: the file has list, but Lutra expects int32, in column list",
    ],
    [
      { pair: tuple({ a: int32 }) },
      "type mismatch: the file has a group of 2 members, but Lutra expects a tuple of 1 fields, in column pair",
    ],
    [
      { pair: tuple({ a: text, b: option(text) }) },
      "type mismatch: the file has int32, but Lutra expects text, in column a",
    ],
  ])("is not read as other types: %#", (changes, reason) => {
    expect(() => read(nested, array(row(changes as Record<string, Ty>)))).toThrow(
      failure(`error: read_parquet(t.parquet): ${reason}`),
    );
  });

  test.each<["UINT_8" | "INT_32", Ty, readonly number[], unknown]>([
    ["UINT_8", ident("std", "Uint8"), [1, 255], Uint8Array.of(1, 255)],
    ["UINT_8", prim(8), [1, 255], Uint8Array.of(1, 255)],
    ["UINT_8", option(ident("std", "Uint8")), [1, 255], [1, 255]],
    ["INT_32", int32, [1, 256], [1, 256]],
    ["INT_32", prim(32), [1, 256], [1, 256]],
  ])("has bytes where items are bytes: %s, %#", (stored, item, values, expected) => {
    const bytes = parquetWriteBuffer({
      columnData: [{ name: "list", data: [values, []] }],
      schema: [
        { name: "root", num_children: 1 },
        { name: "list", converted_type: "LIST", repetition_type: "REQUIRED", num_children: 1 },
        { name: "list", repetition_type: "REPEATED", num_children: 1 },
        { name: "element", type: "INT32", converted_type: stored, repetition_type: "REQUIRED" },
      ],
    });
    const files = memoryFiles(new Map([["t.parquet", new Uint8Array(bytes)]]));
    const [first, second] = read(files, array(array(item))) as [unknown, ArrayLike<unknown>];
    expect(first).toEqual(expected);
    expect(second).toHaveLength(0);
  });
});

test.each([
  ["a tuple", tuple({ pair: tuple({ a: int32 }) }), [{ pair: { a: 1 } }]],
  ["an array", tuple({ list: array(int32) }), [{ list: [1] }]],
  ["an enum", tuple({ e: enumOf({ a: int32, b: text }) }), [{ e: { tag: "a", value: 1 } }]],
])("%s in a row cannot be stored", (_, row, value) => {
  expect(() => write(memoryFiles(), array(row), value)).toThrow(
    failure(/^error: lutra_to_arrow: unsupported type for Arrow conversion: column /),
  );
});

test("without a file system every call is an error", () => {
  const message = "error: lutra-interpreter was not provided with file-system access";
  expect(() => read(undefined, array(int32))).toThrow(failure(message));
  expect(() => write(undefined, array(int32), [1])).toThrow(failure(message));
});

test("a few bytes that stand for very many rows end at a limit before they are read", () => {
  const example = programCases().find(({ name }) => name === "fs.00");
  const program = programFromBytes(bytesFromHex(example?.interpreter.program_hex ?? ""));
  const input = bytesFromHex(example?.input.hex ?? "");
  const bomb = readFileSync(new URL("../../fixtures/duckdb-repeated.parquet", import.meta.url));
  const fileSystem = memoryFiles(new Map([["people.parquet", new Uint8Array(bomb)]]));
  const runner = new InterpreterRunner({ fileSystem, maxSteps: Number.MAX_SAFE_INTEGER });
  const prepared = runner.prepareSync(program);
  expect(() => runner.executeSync(prepared, input)).toThrow(
    expect.objectContaining({ code: "LIMIT_EXCEEDED" }),
  );
});

test("rows that are malformed are bad input", () => {
  const data = Uint8Array.of(8, 0, 0, 0, 255, 255, 0, 0);
  expect(() => call(memoryFiles(), "write_parquet", array(int32), data, "t.parquet")).toThrow(
    failure(/^bad input data: /),
  );
});

test("other names are not there", () => {
  expect(fsModule(undefined).lookup("remove", { layoutArgs: [], defs: [] })).toBe(undefined);
});

test("the layout arguments of a compiled program are understood", () => {
  const hex = programCases().find(({ name }) => name === "fs.00")?.interpreter.program_hex ?? "";
  const compiled = programCodec.decode(bytesFromHex(hex));
  if (compiled.tag !== "bytecodeLt") throw new Error("not a bytecode program");
  const { externals, defs: programDefs } = compiled.value;
  const external = externals.find(({ id }) => id === "std::fs::read_parquet");
  if (external === undefined) throw new Error("the program does not read a file");
  const files = memoryFiles();
  const row = tuple({ id: int32, name: text });
  write(files, array(row), [{ id: 7, name: "otter" }]);
  const reference = { layoutArgs: external.layoutArgs, defs: programDefs };
  const native = fsModule(files).lookup("read_parquet", reference);
  const data = native?.call(countingContext(), ...(["t.parquet"] as never[])) as Uint8Array;
  expect(codecFor(array(row), defs).decode(data)).toEqual([{ id: 7, name: "otter" }]);
});

test("a type that is not defined is refused", () => {
  const table = array(tuple({ a: ident("app", "Missing") }));
  expect(() => call(memoryFiles(), "read_parquet", table, "t.parquet")).toThrow(
    failure("bad program: type app::Missing is not defined"),
  );
});

test.each([
  ["arrays", array, 64, /no such file/],
  ["arrays", array, 65, /unsupported type for Arrow conversion: column value is of kind array/],
  ["tuples", unnamed, 65, /no such file/],
  ["tuples", unnamed, 66, /unsupported type for Arrow conversion: column field0 is of kind tuple/],
])("columns are at most 64 levels deep: %s, %#", (_, around, levels, message) => {
  let row = int32;
  for (let i = 0; i < levels; i++) row = around(row);
  expect(() => call(memoryFiles(), "read_parquet", array(row), "t.parquet")).toThrow(
    failure(message),
  );
});

test("a type whose definitions double at each level is refused", () => {
  const doubling = Array.from({ length: 60 }, (_, i): TyDef => {
    const next = i === 0 ? int32 : ident("app", `D${i - 1}`);
    return { name: ["app", `D${i}`], ty: tuple({ a: next, b: next }) };
  });
  const args = layoutArgs(array(ident("app", "D59")));
  const found = fsModule(memoryFiles()).lookup("read_parquet", {
    layoutArgs: args,
    defs: [...defs, ...doubling],
  });
  expect(() => found?.call(countingContext(), "t.parquet" as never)).toThrow(
    failure(/more than 65536 columns/),
  );
});

test.each<[name: string, table: Ty, steps: number]>([
  ["a column", array(int32), 1],
  ["a column by a name", array(ident("app", "Key")), 1 + 1],
  ["columns by names", array(ident("app", "Row")), 2 + 1 + 1],
  ["an array", array(array(int32)), 2],
  ["a tuple", array(unnamed(int32, unnamed(int32, int32))), 4],
  ["an option by a name", array(option(ident("app", "Key"))), 1 + 1],
])(
  "the type of a table counts a step for each definition, part and name: %s",
  (_, table, steps) => {
    let counted = 0;
    rowType(layoutArgs(table), defs, (count) => void (counted += count));
    expect(counted).toBe(defs.length + steps);
  },
);

test("each row that is read or written counts a step for each column", () => {
  const table = array(unnamed(int32, int32, int32));
  const reference = { layoutArgs: layoutArgs(table), defs };
  const files = memoryFiles();
  const steps = (name: string, ...args: unknown[]): number => {
    const context = countingContext();
    fsModule(files)
      .lookup(name, reference)
      ?.call(context, ...(args as never[]));
    return context.steps;
  };
  const ofType = defs.length + 3;
  for (const rows of [1, 30]) {
    const data = codecFor(table, defs).encode(Array.from({ length: rows }, () => [1, 2, 3]));
    expect(steps("write_parquet", data, "t.parquet")).toBe(ofType + rows * 3);
    expect(steps("read_parquet", "t.parquet")).toBe(ofType + rows * 3);
  }
});

test("each name that a type follows is a step, so that long chains of names end by maxSteps", () => {
  const chain = Array.from({ length: 500 }, (_, i): TyDef => {
    return {
      name: ["app", `C${i}`],
      ty: i === 0 ? ident("std", "Int32") : ident("app", `C${i - 1}`),
    };
  });
  const columns = Object.fromEntries(
    Array.from({ length: 400 }, (_, i) => [`c${i}`, ident("app", "C499")]),
  );
  const found = fsModule(memoryFiles()).lookup("read_parquet", {
    layoutArgs: layoutArgs(array(tuple(columns))),
    defs: [...defs, ...chain],
  });
  let steps = 0;
  const context: NativeContext = {
    ...countingContext(),
    step: (count) => {
      steps += count;
      if (steps > 100_000) throw new RunnerError("no steps left", { code: "LIMIT_EXCEEDED" });
    },
  };
  expect(() => found?.call(context, "t.parquet" as never)).toThrow("no steps left");
});
