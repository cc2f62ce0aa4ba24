import { codecFor, type Ty } from "@lutra/bin";
import { describe, expect, test } from "vitest";
import { PostgresRunner } from "../../src/index.ts";
import type { Engine } from "./engine.ts";
import { testRandomEchoes } from "./random-echoes.ts";
import {
  array,
  enumOf,
  named,
  option,
  primitive,
  sqlProgram,
  sqlTypes,
  std,
  tuple,
  unit,
} from "./types.ts";

const int64Edges = [
  -(2n ** 63n),
  -(2n ** 53n) - 1n,
  -(2n ** 53n) + 1n,
  -1n,
  0n,
  2n ** 32n,
  2n ** 53n - 1n,
  2n ** 53n + 1n,
  2n ** 63n - 1n,
];
const uint64Edges = [...int64Edges.filter((edge) => edge >= 0n), 2n ** 63n, 2n ** 64n - 1n];

const tree = enumOf({ leaf: std("Int32"), node: tuple({ l: named("Tree"), r: named("Tree") }) });
const leaf = (value: number): unknown => ({ tag: "leaf", value });

interface Echo {
  readonly name: string;
  readonly ty: Ty;
  readonly sql: string;
  readonly values: readonly unknown[];
  readonly named?: Readonly<Record<string, Ty>>;
}

/** Types whose values go to the server as parameters and come back as they were. */
const echoes: readonly Echo[] = [
  {
    name: "Bool",
    ty: std("Bool"),
    sql: "select $1::bool",
    values: [true, false],
  },
  { name: "Int8", ty: std("Int8"), sql: "select $1::int2", values: [-128, 0, 127] },
  { name: "Uint8", ty: std("Uint8"), sql: "select $1::int2", values: [0, 127, 128, 255] },
  { name: "prim8", ty: primitive("prim8"), sql: "select $1::int2", values: [0, 127, 128, 255] },
  {
    name: "prim8 in a tuple and in arrays",
    ty: tuple({
      a: primitive("prim8"),
      b: array(tuple({ c: primitive("prim8"), d: std("Int8") })),
    }),
    sql: "select $1::int2, $2::jsonb",
    values: [
      {
        a: 255,
        b: [
          { c: 0, d: -128 },
          { c: 255, d: 127 },
        ],
      },
    ],
  },
  { name: "Int16", ty: std("Int16"), sql: "select $1::int2", values: [-32768, 32767] },
  { name: "Uint16", ty: std("Uint16"), sql: "select $1::int2", values: [0, 65535] },
  { name: "Int32", ty: std("Int32"), sql: "select $1::int4", values: [-2147483648, 2147483647] },
  { name: "Uint32", ty: std("Uint32"), sql: "select $1::int4", values: [0, 4294967295] },
  { name: "Int64", ty: std("Int64"), sql: "select $1::int8", values: int64Edges },
  { name: "Uint64", ty: std("Uint64"), sql: "select $1::int8", values: uint64Edges },
  { name: "Decimal", ty: std("Decimal"), sql: "select $1::int8", values: int64Edges },
  { name: "Timestamp", ty: std("Timestamp"), sql: "select $1::int8", values: int64Edges },
  { name: "Time", ty: std("Time"), sql: "select $1::int8", values: [0n, 86_399_999_999n] },
  {
    name: "Float64",
    ty: std("Float64"),
    sql: "select $1::float8",
    values: [0.1, -0, 5e-324, 1.7976931348623157e308, NaN, Infinity, -Infinity],
  },
  {
    name: "Float32",
    ty: std("Float32"),
    sql: "select $1::float4",
    values: [Math.fround(0.1), -0, 1.401298464324817e-45, 3.4028234663852886e38, NaN, -Infinity],
  },
  {
    name: "Text",
    ty: std("Text"),
    sql: "select $1::text",
    values: ["", "t", "null", 'it\'s "šest" \\ {1,2} 🦦', "\u0001\n\t", "x".repeat(100_000)],
  },
  {
    name: "an option",
    ty: option(std("Int64")),
    sql: "select $1::int8",
    values: [null, ...int64Edges],
  },
  {
    name: "an option of text",
    ty: option(std("Text")),
    sql: "select $1::text",
    values: [null, ""],
  },
  {
    name: "an option of an array",
    ty: option(array(std("Uint64"))),
    sql: "select $1::jsonb",
    values: [null, [], uint64Edges],
  },
  {
    name: "an enum",
    ty: enumOf({ a: unit, b: std("Int32"), c: tuple({ x: std("Int16"), y: std("Text") }) }),
    sql: "select $1::int2, $2::int4, $3::int2, $4::text",
    values: [{ tag: "a" }, { tag: "b", value: -1 }, { tag: "c", value: { x: 7, y: "é" } }],
  },
  {
    name: "an enum of units",
    ty: enumOf({ low: unit, high: unit }),
    sql: "select $1::int2",
    values: ["low", "high"],
  },
  {
    name: "an option whose payload needs several columns",
    ty: enumOf({ none: unit, some: tuple({ x: std("Int64"), y: std("Text") }) }),
    sql: "select $1::int2, $2::int8, $3::text",
    values: [null, { x: -1n, y: "" }],
  },
  {
    name: "a recursive enum",
    ty: named("Tree"),
    named: { Tree: tree },
    sql: "select $1::int2, $2::int4, $3::jsonb",
    values: [
      leaf(1),
      {
        tag: "node",
        value: { l: leaf(1), r: { tag: "node", value: { l: leaf(-2), r: leaf(3) } } },
      },
    ],
  },
  {
    name: "a nested tuple",
    ty: tuple({ a: std("Int32"), b: tuple({ c: tuple({}), d: array(std("Int64")) }) }),
    sql: "select $1::int4, $2::jsonb",
    values: [{ a: 1, b: { c: undefined, d: int64Edges } }],
  },
  {
    name: "arrays in JSON",
    ty: tuple({
      list: array(
        tuple({
          bytes: array(std("Uint8")),
          small: array(std("Int8")),
          wide: array(std("Uint64")),
          deep: array(array(std("Int64"))),
          note: option(std("Text")),
          kind: enumOf({ x: unit, y: tuple({ f: std("Float64"), b: std("Bool") }) }),
        }),
      ),
    }),
    sql: "select $1::jsonb",
    values: [
      { list: [] },
      {
        list: [
          {
            bytes: new Uint8Array([0, 127, 128, 255]),
            small: [-128, 127],
            wide: uint64Edges,
            deep: [[], int64Edges],
            note: '"\\\u{1f9a6}\n',
            kind: { tag: "y", value: { f: 1e-7, b: true } },
          },
          {
            bytes: new Uint8Array(),
            small: [],
            wide: [],
            deep: [],
            note: null,
            kind: { tag: "x" },
          },
        ],
      },
    ],
  },
];

/** Sends values of every kind of type and of random ones, and reads them back. */
export function testValues(engine: () => Engine): void {
  describe("a value comes back as it was sent", () => {
    test.each(echoes.map((each) => [each.name, each] as const))("%s", async (_, each) => {
      const types = sqlTypes(each.ty, each.ty, each.named);
      const codec = codecFor(types.input, types.defs);
      const runner = new PostgresRunner(engine().adapter);
      const handle = await runner.prepare(sqlProgram(each.sql, types));
      for (const value of each.values) {
        const input = codec.encode(value);
        expect(await runner.execute(handle, input)).toEqual(input);
      }
    });
  });

  testRandomEchoes(engine);

  async function outputOf(sql: string, output: Ty): Promise<unknown> {
    const types = sqlTypes(unit, output);
    const runner = new PostgresRunner(engine().adapter);
    const bytes = await runner.execute(
      await runner.prepare(sqlProgram(sql, types)),
      new Uint8Array(),
    );
    return codecFor(types.output, types.defs).decode(bytes);
  }

  test("an array is as many items as there are rows", async () => {
    const rows = array(tuple({ n: std("Int64") }));
    expect(await outputOf("select n::int8 from generate_series(1, 3) n", rows)).toEqual([
      { n: 1n },
      { n: 2n },
      { n: 3n },
    ]);
    expect(await outputOf("select 1::int8 where false", rows)).toEqual([]);
  });

  test("a statement that fails behind its first rows leaves nothing to the next one", async () => {
    const rows = array(std("Int32"));
    await expect(outputOf("select 1 / (3 - n) from generate_series(1, 3) n", rows)).rejects.toThrow(
      "postgres: 22012 division by zero",
    );
    expect(await outputOf("select n from generate_series(1, 2) n", rows)).toEqual([1, 2]);
    expect(await outputOf("select 42", std("Int32"))).toBe(42);
  });

  test("rows without columns are items without bytes", async () => {
    expect(await outputOf("select from generate_series(1, 2)", array(unit))).toEqual([
      undefined,
      undefined,
    ]);
  });

  test("a numeric column of another type is read by the type that the program declares", async () => {
    expect(await outputOf("select 8.0::float8", std("Int64"))).toBe(8n);
    expect(await outputOf("select 1e18::float8", std("Int64"))).toBe(10n ** 18n);
    expect(await outputOf("select 2::int2", std("Float64"))).toBe(2);
    expect(await outputOf("select 12345678901234567890::numeric", std("Uint64"))).toBe(
      12345678901234567890n,
    );
  });

  test("floats that JSON has no numbers for are read from its strings", async () => {
    const sql =
      "select 1, jsonb_build_array('NaN'::float8, 'Infinity'::float8, '-Infinity'::float8, 0.5)";
    for (const float of ["Float32", "Float64"]) {
      const floats = tuple({ a: std("Int32"), b: array(std(float)) });
      const { b } = (await outputOf(sql, floats)) as { readonly b: Iterable<number> };
      expect([...b]).toEqual([NaN, Infinity, -Infinity, 0.5]);
    }
  });

  test.each([
    ["select 1.5::float8", std("Int64"), /expected a whole number from .*, got "1.5"/],
    ["select null::int4", std("Int32"), /unexpected null value in column 0/],
    ["select 'x'::text", std("Float64"), /expected a number, got "x"/],
    ["select 1", std("Bool"), /expected t or f, got "1"/],
    ["select 1, 2", std("Int32"), /expected 1 columns, got 2/],
    ["select 1 where false", std("Int32"), /^bad result: expected 1 row, got 0$/],
    ["select generate_series(1, 2)", std("Int32"), /^bad result: expected 1 row, got 2$/],
    ["select 7::int2", enumOf({ a: unit, b: unit, c: unit }), /one of 3 variants, got "7"/],
    [
      "select 1, '[{\"1\": [null]}]'::jsonb",
      tuple({ a: std("Int32"), b: array(option(tuple({ c: std("Text") }))) }),
      /expected a string, got null \(at \.b\[0\]\.some\.c\)/,
    ],
    [
      "select n, nullif(n, 2)::int4 from generate_series(1, 3) n",
      array(tuple({ a: std("Int32"), b: std("Int32") })),
      /unexpected null value in column 1 \(at \[1\]\.b\)/,
    ],
  ])("a result that is no output says where: %s", async (sql, output, message) => {
    await expect(outputOf(sql, output)).rejects.toMatchObject({
      code: "EXECUTION_ERROR",
      message: expect.stringMatching(message) as string,
    });
  });

  test("inputs that the program does not use are not sent", async () => {
    const fields = { a: std("Int64"), b: std("Text"), c: option(std("Int32")), d: std("Int32") };
    const types = sqlTypes(tuple(fields), std("Text"));
    const runner = new PostgresRunner(engine().adapter);
    const program = sqlProgram("select $2::text || ' $1' || ($4::int4)::text || $2::text", types);
    const input = codecFor(types.input, types.defs).encode({ a: 1n, b: "b", c: null, d: 4 });
    const output = await runner.execute(await runner.prepare(program), input);
    expect(codecFor(types.output, types.defs).decode(output)).toBe("b $14b");
  });
}
