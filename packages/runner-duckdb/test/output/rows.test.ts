import { codecFor, type Ty } from "@lutra/bin";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Chunk, DuckDbRunner } from "../../src/index.ts";
import { openDuckDb } from "../../src/node.ts";
import { rowsEncoder, someEncoder, someTuple } from "../../src/output/rows.ts";
import { programTypes } from "../../src/program-types.ts";
import { statementOf } from "../../src/statement.ts";
import type { ColumnVector } from "../../src/vector.ts";
import {
  arrayTy,
  enumTy,
  optionTy,
  sqlProgram,
  std,
  tupleTy,
  typedSql,
  unitTy,
} from "../support/make-program.ts";

let runner: DuckDbRunner;

beforeAll(async () => {
  runner = await openDuckDb();
});

afterAll(() => runner.shutdown());

const run = (sql: string, ty: Ty): Promise<unknown> => runner.run(typedSql(sql, ty), undefined);

describe("a column of another type than the compiler's is read where every value is exact", () => {
  test.each([
    ["SELECT 3::DOUBLE", "Int64", 3n],
    ["SELECT 3::INTEGER", "Int64", 3n],
    ["SELECT 255::BIGINT", "Uint8", 255],
    ["SELECT 18446744073709551615::HUGEINT", "Uint64", 2n ** 64n - 1n],
    ["SELECT 18446744073709551615::UHUGEINT", "Uint64", 2n ** 64n - 1n],
    ["SELECT -3::HUGEINT", "Int8", -3],
    ["SELECT 0.1::DOUBLE", "Float32", Math.fround(0.1)],
    ["SELECT 0.5::FLOAT", "Float64", 0.5],
    ["SELECT 12.5::DECIMAL(3, 1)", "Decimal", 1250n],
    ["SELECT -12.34::DECIMAL(9, 2)", "Decimal", -1234n],
    ["SELECT 12.340::DECIMAL(18, 3)", "Decimal", 1234n],
    ["SELECT 92233720368547758.07::DECIMAL(38, 2)", "Decimal", 2n ** 63n - 1n],
    ["SELECT 7::DECIMAL(4, 0)", "Decimal", 700n],
    ["SELECT 7::INTEGER", "Date", 7],
    ["SELECT 7::UBIGINT", "Time", 7n],
  ])("%s as %s", async (sql, name, expected) => {
    expect(await run(sql, std(name))).toBe(expected);
  });
});

const row = tupleTy({ a: tupleTy({ list: arrayTy(std("Int32")) }) });

describe("a result that is no output of the program says what is wrong and where", () => {
  test.each<readonly [string, Ty, string]>([
    ["SELECT 1.5::DOUBLE", std("Int32"), "expected a whole number, got 1.5"],
    ["SELECT 256", std("Uint8"), "256 is out of range for Uint8"],
    [
      "SELECT 340282366920938463463374607431768211455::UHUGEINT",
      std("Uint64"),
      "340282366920938463463374607431768211455 is out of range for Uint64",
    ],
    ["SELECT -1", std("Uint64"), "-1 is out of range for Uint64"],
    ["SELECT 1.234::DECIMAL(9, 3)", std("Decimal"), "a value of DECIMAL(9,3) is no 64-bit number"],
    ["SELECT now()", std("Timestamp"), "DuckDB has TIMESTAMP WITH TIME ZONE, but Lutra expects"],
    ["SELECT INTERVAL 1 DAY", std("Duration"), "DuckDB has INTERVAL, but Lutra expects Duration"],
    ["SELECT uuid()", std("Text"), "type mismatch: DuckDB has UUID, but Lutra expects Text"],
    ["SELECT 'x'::BLOB", std("Text"), "type mismatch: DuckDB has BLOB, but Lutra expects Text"],
    ["SELECT 1", std("Bool"), "type mismatch: DuckDB has INTEGER, but Lutra expects Bool"],
    ["SELECT true", std("Int8"), "type mismatch: DuckDB has BOOLEAN, but Lutra expects Int8"],
    ["SELECT DATE '2020-01-01'", std("Int32"), "type mismatch: DuckDB has DATE"],
    ["SELECT NULL::INTEGER", std("Int32"), "unexpected null value for non-option type"],
    ["SELECT 1", std("Float32"), "type mismatch: DuckDB has INTEGER, but Lutra expects Float32"],
    ["SELECT 1", std("Float64"), "type mismatch: DuckDB has INTEGER, but Lutra expects Float64"],
    ["SELECT 1", std("Decimal"), "type mismatch: DuckDB has INTEGER, but Lutra expects Decimal"],
    ["SELECT 1::HUGEINT", std("Decimal"), "DuckDB has HUGEINT, but Lutra expects Decimal"],
    ["SELECT 1::DECIMAL(9, 1)", std("Int32"), "DuckDB has DECIMAL(9,1), but Lutra expects Int32"],
    ["SELECT 1, 2", std("Int32"), "expected 1 columns, got 2"],
    ["SELECT 1 FROM range(2)", std("Int32"), "expected 1 row, got 2"],
    ["SELECT 1 WHERE false", std("Int32"), "expected 1 row, got 0"],
    [
      "SELECT {'list': [1, NULL]}",
      row,
      "unexpected null value for non-option type (at .a.list[1])",
    ],
    ["SELECT {'list': ['x']}", row, "DuckDB has VARCHAR, but Lutra expects Int32 (at .a.list)"],
    ["SELECT {'list': 1}", row, "DuckDB has INTEGER, but Lutra expects an array (at .a.list)"],
    ["SELECT {'x': 1, 'y': 2}", row, "but Lutra expects a tuple of 1 fields (at .a)"],
    ["SELECT MAP {1: 2}", row, "but Lutra expects a tuple of 1 fields (at .a)"],
    [
      "SELECT CASE WHEN range < 3000 THEN range::INTEGER END FROM range(4000) ORDER BY range",
      arrayTy(std("Int32")),
      "unexpected null value for non-option type (at [3000])",
    ],
  ])("%s", async (sql, ty, message) => {
    await expect(run(sql, ty)).rejects.toThrow(
      expect.objectContaining({
        name: "RunnerError",
        code: "EXECUTION_ERROR",
        message: expect.stringContaining(message) as string,
      }),
    );
  });
});

describe("unions", () => {
  const ty = enumTy({ idle: unitTy, busy: tupleTy({ since: std("Text") }), count: std("Int64") });
  const union = "UNION(idle BOOL, busy STRUCT(since TEXT), count INT8)";

  test("become enums, in rows too", async () => {
    const sql = `SELECT unnest([union_value(idle := NULL::BOOL)::${union},
      union_value(busy := {'since': 'dawn'})::${union}, union_value(count := 9007199254740993)::${union}])`;
    expect(await run(sql, arrayTy(ty))).toEqual([
      { tag: "idle" },
      { tag: "busy", value: { since: "dawn" } },
      { tag: "count", value: 9007199254740993n },
    ]);
  });

  test("with members in another order are read by name", async () => {
    const sql =
      "SELECT union_value(count := 5)::UNION(count INT8, idle BOOL, busy STRUCT(since TEXT))";
    expect(await run(sql, ty)).toEqual({ tag: "count", value: 5n });
  });

  test("with members of other names are read in their order", async () => {
    const sql =
      "SELECT union_value(third := 5)::UNION(first BOOL, second STRUCT(since TEXT), third INT8)";
    expect(await run(sql, ty)).toEqual({ tag: "count", value: 5n });
  });

  test("may have as many members as DuckDB allows", async () => {
    const names = Array.from({ length: 255 }, (_, i) => `v${i}`);
    const members = names.map((name) => `${name} INT4`).join(", ");
    const sql = `SELECT union_value(v254 := 7)::UNION(${members})`;
    const wide = enumTy(Object.fromEntries(names.map((name) => [name, std("Int32")])));
    expect(await run(sql, wide)).toEqual({ tag: "v254", value: 7 });
  });

  test("of an engine with a tag beyond the members are refused", () => {
    const member: ColumnVector = { kind: "other", type: "INTEGER", validity: null };
    const vector: ColumnVector = {
      kind: "union",
      type: "UNION",
      validity: null,
      tag: () => 2,
      names: ["a", "b"],
      members: [member, member],
    };
    const encode = rowsEncoder(programTypes([]), enumTy({ a: unitTy, b: unitTy }));
    expect(() => encode([{ rowCount: 1, columns: [vector] }])).toThrow("the union has no member 2");
  });

  test("that are NULL are no enum", async () => {
    await expect(run(`SELECT NULL::${union}`, ty)).rejects.toThrow("unexpected null value");
  });
});

test("a field without a value takes its column and nothing else", async () => {
  const ty = tupleTy({ a: unitTy, b: std("Int32"), c: optionTy(std("Int32")) });
  expect(await run("SELECT NULL, 5, NULL", ty)).toEqual({ a: undefined, b: 5, c: null });
});

test("names of struct fields mean nothing, their order does", async () => {
  const ty = tupleTy({ t: tupleTy({ __proto__x: std("Int32"), constructor: std("Text") }) });
  const sql = `SELECT struct_pack("__proto__" := 1, "0" := 'x')`;
  expect(await run(sql, ty)).toEqual({ t: { __proto__x: 1, constructor: "x" } });
});

test("chunks without rows hold nothing, wherever they are", () => {
  const bytes = new Uint8Array([7]);
  const column = { kind: "fixed", type: "TINYINT", validity: null, bytes } as const;
  const row = { rowCount: 1, columns: [column] };
  const none = { rowCount: 0, columns: [] };
  const encode = rowsEncoder(programTypes([]), std("Int8"));
  for (const chunks of [[row], [none, row], [row, none]]) expect(encode(chunks)).toEqual(bytes);
  expect(() => encode([none])).toThrow("expected 1 row, got 0");
  expect(() => encode([row, row])).toThrow("expected 1 row, got 2");
});

describe("rows of what an option has", () => {
  const types = programTypes([]);
  const ty = enumTy({ none: unitTy, some: tupleTy({ a: std("Int8"), b: std("Int8") }) });
  const fixed = (value: number): ColumnVector => {
    return { kind: "fixed", type: "TINYINT", validity: null, bytes: new Uint8Array([value]) };
  };
  const row = { rowCount: 1, columns: [fixed(7), fixed(8)] };
  const noRow = { rowCount: 0, columns: [] };
  const encode = someEncoder(types, ty);
  const decode = (chunks: readonly Chunk[]): unknown => codecFor(ty, []).decode(encode(chunks));

  test("are the tuple, or none", () => {
    expect(decode([noRow, row])).toEqual({ a: 7, b: 8 });
    for (const chunks of [[], [noRow]]) expect(decode(chunks)).toBeNull();
  });

  test("with a NULL say where", () => {
    const validity = { bits: new Uint8Array([0]), offset: 0 };
    let fault: unknown;
    try {
      encode([{ rowCount: 1, columns: [fixed(7), { ...fixed(8), validity }] }]);
    } catch (error) {
      fault = error;
    }
    expect(fault).toMatchObject({ where: " (at .some.b)" });
  });

  test("that cannot be are refused", () => {
    expect(() => encode([row, row])).toThrow("expected 1 row or none, got 2");
    expect(() => encode([{ ...row, columns: [fixed(7)] }])).toThrow("expected 2 columns, got 1");
    for (const other of [std("Int8"), optionTy(std("Int8"))])
      expect(() => someEncoder(types, other)).toThrow("no option of a tuple");
  });

  test.each([
    ["a tuple", tupleTy({ a: std("Int8") })],
    ["an option of a number", optionTy(std("Int8"))],
    ["an enum of other names", enumTy({ no: unitTy, yes: tupleTy({ a: std("Int8") }) })],
    [
      "an enum with a first value",
      enumTy({ none: std("Int8"), some: tupleTy({ a: std("Int8") }) }),
    ],
    ["an enum of one variant", enumTy({ none: unitTy })],
    ["an enum of three variants", enumTy({ none: unitTy, some: tupleTy({}), more: unitTy })],
    ["an option of an option", optionTy(optionTy(std("Int8")))],
  ])("stand for no value of %s", (_, other) => {
    expect(someTuple(types, other)).toBeUndefined();
  });
});

/** Returns the SQL of a program that looks for one row of a table, as the compiler writes it. */
const find = (id: number): string =>
  `SELECT CASE r8._t::int2 WHEN 0 THEN union_value("none" := NULL)::UNION("none" BOOL, "some" STRUCT(id INT8, name TEXT)) WHEN 1 THEN union_value("some" := struct_pack(id := r8._1_0, name := r8._1_1)) END AS value
    FROM (SELECT r7._t, r7._1_0, r7._1_1 FROM (SELECT r0.value AS _t, r5._0 AS _1_0, r5._1 AS _1_1 FROM (SELECT 1::INT2 AS value) AS r0, (SELECT r4._0, r4._1 FROM (SELECT r3.index, r3._0, r3._1
    FROM (SELECT (ROW_NUMBER() OVER (ORDER BY r2.index)-1)::int8 AS index, r2._0, r2._1 FROM (SELECT (ROW_NUMBER() OVER ()-1)::int8 AS index, r1.id AS _0, r1.name AS _1 FROM people AS r1) AS r2 WHERE (r2._0 = ${id}::INT8)) AS r3 WHERE (r3.index = 0::INT8)) AS r4) AS r5
    UNION ALL SELECT 0::INT2 AS _t, NULL::INT8 AS _1_0, NULL::TEXT AS _1_1) AS r7 ORDER BY (- r7._t) LIMIT 1) AS r8`;

test("a program on tables finds a row or none", async () => {
  const setUp = "CREATE OR REPLACE TABLE people AS SELECT 1::INT8 AS id, 'a' AS name";
  await runner.run(typedSql(setUp, unitTy), undefined);
  const ty = enumTy({ none: unitTy, some: tupleTy({ id: std("Int64"), name: std("Text") }) });
  await using asCompiled = await openDuckDb(":memory:", { optimize: false });
  await asCompiled.run(typedSql(setUp, unitTy), undefined);
  for (const each of [runner, asCompiled]) {
    expect(await each.run(typedSql(find(1), ty), undefined)).toEqual({ id: 1n, name: "a" });
    expect(await each.run(typedSql(find(2), ty), undefined)).toBeNull();
  }
});

test.each([
  ["an option of it is its row or none", "some", false],
  ["another enum is read as the program writes it", "found", true],
])("where a row is looked for, %s", (_, found, makesEnum) => {
  const ty = enumTy({
    none: unitTy,
    [found]: tupleTy({ id: std("Int64"), name: std("Text") }),
  });
  const { sql } = statementOf(sqlProgram(find(1), ty), true);
  expect(sql?.includes("union_value")).toBe(makesEnum);
});
