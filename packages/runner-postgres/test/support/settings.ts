import { codecFor } from "@lutra/bin";
import { expect, test } from "vitest";
import { type PostgresAdapter, PostgresRunner } from "../../src/index.ts";
import { array, option, sqlProgram, type SqlTypes, sqlTypes, std, tuple, unit } from "./types.ts";

/** A value of each kind, with what drivers like to read and write in ways of their own. */
const row = {
  bool: true,
  small: -7,
  int: 2_147_483_647,
  long: -9_007_199_254_740_993n,
  float: 0.1 + 0.2,
  text: '{"a": 1}',
  date: 19_000,
  texts: ["a,b", "null", '"'],
  none: null,
};

const rowTypes = sqlTypes(
  tuple({
    bool: std("Bool"),
    small: std("Int16"),
    int: std("Int32"),
    long: std("Int64"),
    float: std("Float64"),
    text: std("Text"),
    date: std("Date"),
    texts: array(std("Text")),
    none: option(std("Text")),
  }),
  tuple({
    bool: std("Bool"),
    small: std("Int16"),
    int: std("Int32"),
    long: std("Int64"),
    float: std("Float64"),
    text: std("Text"),
    date: std("Date"),
    texts: array(std("Text")),
    none: option(std("Text")),
  }),
);

/** Executes SQL, and decodes what it gives. */
export async function outputOf(
  adapter: PostgresAdapter,
  sql: string,
  types: SqlTypes,
  value?: unknown,
): Promise<unknown> {
  const runner = new PostgresRunner(adapter);
  const program = await runner.prepare(sqlProgram(sql, types));
  const bytes = await runner.execute(program, codecFor(types.input, types.defs).encode(value));
  return codecFor(types.output, types.defs).decode(bytes);
}

/** Inputs and outputs are the same whatever the owner of a pool or database set for himself. */
export function testOwnersTypes(adapter: () => PostgresAdapter): void {
  test("values go in and come out as they are", async () => {
    const sql =
      "select $1::bool, $2::int2, $3::int4, $4::int8, $5::float8, $6::text, $7::int4, $8::jsonb, $9::text";
    expect(await outputOf(adapter(), sql, rowTypes, row)).toEqual(row);
  });

  test.each([
    ["select sum(v)::numeric from (values (1::int8), (41)) as t(v)", "Int64", 42n],
    ["select '{a,b}'::text[]", "Text", "{a,b}"],
    ["select array[1, 2]", "Text", "{1,2}"],
    ["select '2024-05-06'::date", "Text", "2024-05-06"],
    ["select '\\xff00'::bytea", "Text", "\\xff00"],
    ["select '[1]'::jsonb", "Text", "[1]"],
    ["select 'b'::name", "Text", "b"],
  ])("%s", async (sql, type, expected) => {
    expect(await outputOf(adapter(), sql, sqlTypes(unit, std(type)))).toEqual(expected);
  });
}

const floats = sqlTypes(
  unit,
  tuple({ a: std("Float64"), b: std("Float32"), c: array(std("Float64")) }),
);
const sql =
  "select (v + 0.2)::float8, w, jsonb_build_array(v + 0.2) from (values (0.1::float8, 16777216::float4)) as t(v, w)";

/** Registers tests that programs with floats are refused in a session that rounds floats, and others run. */
export function testRoundingSession(adapter: () => PostgresAdapter, digits: number): void {
  const rounded = {
    code: "EXECUTION_ERROR",
    message: expect.stringMatching(
      new RegExp(`^extra_float_digits is ${digits} in this session, which rounds floats; `),
    ) as string,
  };

  test.each([
    sql,
    `${sql} limit 1`,
    `${sql} limit 1 offset 0`,
    `with x as (${sql}) select * from x`,
    `${sql} order by 1;`,
  ])("%s", async (text) => {
    await expect(outputOf(adapter(), text, floats)).rejects.toMatchObject(rounded);
  });

  test("texts of floats", async () => {
    const text = "select (v + 0.2)::float8::text from (values (0.1::float8)) as t(v)";
    await expect(outputOf(adapter(), text, sqlTypes(unit, std("Text")))).rejects.toMatchObject(
      rounded,
    );
  });

  test("programs without floats run", async () => {
    expect(await outputOf(adapter(), "select 7::int8", sqlTypes(unit, std("Int64")))).toBe(7n);
  });
}

/** Registers tests that floats are exact in an ordinary session, and that the guard changes no rows. */
export function testExactFloats(adapter: () => PostgresAdapter): void {
  test("floats are exact", async () => {
    const expected = { a: 0.1 + 0.2, b: 16_777_216, c: [0.1 + 0.2] };
    expect(await outputOf(adapter(), sql, floats)).toEqual(expected);
  });

  test.each([
    ["", [5, 4, 3, 2, 1]],
    [" limit 2", [5, 4]],
    [" offset 3", [2, 1]],
    [" limit 2 offset 1", [4, 3]],
  ])("rows keep their order and number%s", async (clause, expected) => {
    const text = `select v::float8 from generate_series(1, 5) as t(v) order by v desc${clause}`;
    expect(await outputOf(adapter(), text, sqlTypes(unit, array(std("Float64"))))).toEqual(
      expected,
    );
  });
}

/** Strings read the same whatever `standard_conforming_strings` is. */
export function testBackslashes(adapter: () => PostgresAdapter): void {
  test.each(["a\\nb", "\\", "\\\\'", "it's \\' fine", "c:\\temp"])("the text %j", async (text) => {
    const literal = `'${text.replaceAll("'", "''")}'`;
    const types = sqlTypes(unit, std("Text"));
    expect(await outputOf(adapter(), `select${literal}::text`, types)).toBe(text);
    expect(await outputOf(adapter(), `select ${literal} || '' as "\\"`, types)).toBe(text);
  });
}
