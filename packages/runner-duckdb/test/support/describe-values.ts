import type { Ty } from "@lutra/bin";
import { describe, expect, test } from "vitest";
import type { DuckDbRunner } from "../../src/index.ts";
import { arrayTy, enumTy, optionTy, std, tupleTy, typedSql } from "./make-program.ts";

type Row = readonly [name: string, sql: string, values: readonly (number | bigint)[]];

/** Around the last number that a JavaScript number counts to exactly. */
const exactEnd = [2n ** 53n - 1n, 2n ** 53n, 2n ** 53n + 1n];
const signed = [
  -(2n ** 63n),
  ...exactEnd.map((value) => -value),
  -1n,
  0n,
  ...exactEnd,
  2n ** 63n - 1n,
];
const unsigned = [0n, ...exactEnd, 2n ** 63n - 1n, 2n ** 63n, 2n ** 64n - 1n];

const integers: readonly Row[] = [
  ["Int64", "INT8", signed],
  ["Uint64", "UINT64", unsigned],
  ["Duration", "INT8", signed],
  ["Int32", "INT4", [-(2 ** 31), -1, 0, 2 ** 31 - 1]],
  ["Uint32", "UINT32", [0, 2 ** 31, 2 ** 32 - 1]],
  ["Int16", "INT2", [-(2 ** 15), -1, 0, 2 ** 15 - 1]],
  ["Uint16", "UINT16", [0, 2 ** 15, 2 ** 16 - 1]],
  ["Int8", "INT1", [-128, -1, 0, 127]],
];

/** Days and microseconds around the edges of what calendars have. */
const days = [-2147483646, -719529, -719528, -141428, -1, 0, 19782, 2932896, 2932897, 95026237];
const micros = [-62_198_755_200_000_001n, -62_167_219_200_000_000n, -1n, 0n, 1n];
const farMicros = [9_224_318_015_999_999_999n - 2_000_000_000_000_000n, -(2n ** 62n)];

/** Tests that values survive every path in and out of an engine. */
export function describeValues(runnerOf: () => DuckDbRunner): void {
  async function roundTrip(sql: string, ty: Ty, value: unknown): Promise<unknown> {
    return runnerOf().run(typedSql(sql, ty, ty), value);
  }

  describe.each(integers)("%s is exact", (name, sqlType, values) => {
    const ty = std(name);
    test("alone", async () => {
      for (const value of values) {
        expect(await roundTrip(`SELECT $1::${sqlType}`, ty, value)).toBe(value);
      }
    });
    test("as an option", async () => {
      for (const value of [null, ...values]) {
        expect(await roundTrip(`SELECT $1::${sqlType}`, optionTy(ty), value)).toBe(value);
      }
    });
    test("as rows", async () => {
      const sql = `SELECT unnest($1::${sqlType}[])`;
      expect(await roundTrip(sql, arrayTy(ty), values)).toEqual(values);
    });
    test("as DuckDB writes it, in both directions", async () => {
      const texts = values.map(String);
      const literals = texts.map((text) => `'${text}'::${sqlType}`);
      const read = typedSql(`SELECT unnest([${literals.join(", ")}])`, arrayTy(ty));
      expect(await runnerOf().run(read, undefined)).toEqual(values);
      const sql = `SELECT [x::VARCHAR FOR x IN $1::${sqlType}[]]`;
      const write = typedSql(
        sql,
        tupleTy({ list: arrayTy(std("Text")) }),
        tupleTy({ list: arrayTy(ty) }),
      );
      expect(await runnerOf().run(write, { list: values })).toEqual({ list: texts });
    });
    test("in a union", async () => {
      const union = `UNION(n INT1, x ${sqlType})`;
      const sql = `SELECT union_value(x := x)::${union} FROM (SELECT unnest($1::${sqlType}[]) AS x)`;
      const program = typedSql(sql, arrayTy(enumTy({ n: std("Int8"), x: ty })), arrayTy(ty));
      const expected = values.map((value) => ({ tag: "x", value }));
      expect(await runnerOf().run(program, values)).toEqual(expected);
    });
    test("in a list in a struct in a row", async () => {
      const inner = tupleTy({ list: arrayTy(ty), option: optionTy(ty) });
      const row = tupleTy({ inner });
      const struct = `STRUCT("inner" STRUCT("list" ${sqlType}[], "option" ${sqlType}))[]`;
      const rows = values.map((value) => ({ inner: { list: [value, ...values], option: value } }));
      const sql = `SELECT u.inner FROM (SELECT unnest($1::${struct}) AS u)`;
      expect(await roundTrip(sql, arrayTy(row), rows)).toEqual(rows);
    });
  });

  test("dates far away are the same days", async () => {
    const value = { days, options: [null, ...days] };
    const ty = tupleTy({ days: arrayTy(std("Date")), options: arrayTy(optionTy(std("Date"))) });
    expect(await roundTrip("SELECT $1::DATE[], $2::DATE[]", ty, value)).toEqual(value);
  });

  test("infinite dates and timestamps are the greatest and smallest numbers", async () => {
    const value = { days: [2147483647, -2147483647], micros: [2n ** 63n - 1n, -(2n ** 63n) + 1n] };
    const ty = tupleTy({ days: arrayTy(std("Date")), micros: arrayTy(std("Timestamp")) });
    expect(await roundTrip("SELECT $1::DATE[], $2::TIMESTAMP[]", ty, value)).toEqual(value);
  });

  test("timestamps are exact to the microsecond", async () => {
    const value = [...micros, ...farMicros];
    const ty = tupleTy({ list: arrayTy(std("Timestamp")) });
    expect(await roundTrip("SELECT $1::TIMESTAMP[]", ty, { list: value })).toEqual({ list: value });
  });

  test("times are exact to the microsecond", async () => {
    const value = { list: [0n, 1n, 3_723_000_004n, 86_399_999_999n, 86_400_000_000n] };
    const ty = tupleTy({ list: arrayTy(std("Time")) });
    expect(await roundTrip("SELECT $1::TIME[]", ty, value)).toEqual(value);
  });

  test("texts keep every character", async () => {
    const texts = [
      "",
      "\0",
      "a\0b",
      "NULL",
      "null",
      " a ",
      "'",
      '"',
      "\\",
      "\\n",
      "\n\t\r",
      "[]",
      "{a: 1}",
      ",",
    ];
    const all = [...texts, "žaba 🦦", "\u0001", "x".repeat(13), "ž".repeat(5000)];
    const ty = tupleTy({ one: std("Text"), list: arrayTy(std("Text")) });
    for (const text of all) {
      const value = { one: text, list: [text, ...all] };
      expect(await roundTrip("SELECT $1::TEXT, $2::TEXT[]", ty, value)).toEqual(value);
    }
  });

  test("texts with brackets stay what they are inside of lists and tuples", async () => {
    const parts = ["}", "]", ")", "{", "[", "(", '"', "'", "\\", ",", ":", "x"];
    const texts = parts.flatMap((a) =>
      parts.flatMap((b) => [a + b, `${a + b}"`, `${a + b}, "z": 1`]),
    );
    const ty = tupleTy({
      people: arrayTy(tupleTy({ name: std("Text"), tags: arrayTy(std("Text")), z: std("Int32") })),
      lists: arrayTy(arrayTy(std("Text"))),
    });
    const value = {
      people: texts.map((name, z) => ({ name, tags: ["before", name, "after"], z })),
      lists: texts.map((text) => [text, text]),
    };
    const struct = 'STRUCT("name" TEXT, "tags" TEXT[], "z" INT4)[]';
    expect(await roundTrip(`SELECT $1::${struct}, $2::TEXT[][]`, ty, value)).toEqual(value);
  });

  test("floats keep their bits", async () => {
    const floats = [
      0,
      -0,
      1.5,
      0.1 + 0.2,
      5e-324,
      1.7976931348623157e308,
      Infinity,
      -Infinity,
      Number.NaN,
    ];
    const ty = tupleTy({ list: arrayTy(std("Float64")) });
    expect(await roundTrip("SELECT $1::FLOAT8[]", ty, { list: floats })).toEqual({ list: floats });
    for (const float of floats) {
      expect(await roundTrip("SELECT $1::FLOAT8", std("Float64"), float)).toBe(float);
    }
  });

  test("empty lists stay empty", async () => {
    const ty = tupleTy({ list: arrayTy(arrayTy(std("Int32"))) });
    for (const list of [[], [[]], [[], [1], []]]) {
      expect(await roundTrip("SELECT $1::INT4[][]", ty, { list })).toEqual({ list });
    }
    expect(await roundTrip("SELECT unnest($1::INT4[])", arrayTy(std("Int32")), [])).toEqual([]);
  });

  test("more rows than a vector holds come in order", async () => {
    const ty = arrayTy(tupleTy({ i: std("Int64"), t: optionTy(std("Text")) }));
    const sql =
      "SELECT range, CASE WHEN range % 3 = 0 THEN NULL ELSE 'row ' || range END FROM range(5000)";
    const expected = Array.from({ length: 5000 }, (_, i) => ({
      i: BigInt(i),
      t: i % 3 === 0 ? null : `row ${i}`,
    }));
    expect(await runnerOf().run(typedSql(`${sql} ORDER BY range`, ty), undefined)).toEqual(
      expected,
    );
  });
}
