import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { describe, expect, test } from "vitest";
import { decompress } from "../src/node/decompress.ts";
import { type Column, createParquetFormat, type StoredTable } from "../src/parquet.ts";

// Files of pyarrow and polars; `fixtures/parquet/make.py` wrote them.
const folder = new URL("fixtures/parquet/", import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith(".parquet"));

function open(name: string): StoredTable {
  const parquet = createParquetFormat({ decompress: decompress() });
  return parquet.open(new Uint8Array(readFileSync(new URL(name, folder))));
}

function readAll(table: StoredTable): [string, readonly unknown[]][] {
  return table.fields.map(({ name }, i) => [name, table.readColumn(i)]);
}

const microsecondsPerDay = 86_400_000_000n;
const nothing = [null, null, null, null];
const rows = [0, 1, 2, 3];

const columns = new Map<string, readonly unknown[]>([
  ["bool", [true, false, null, true]],
  ["int8", [-128, 0, null, 127]],
  ["int16", [-32768, 0, null, 32767]],
  ["int32", [-2147483648, 0, null, 2147483647]],
  ["int64", [-(2n ** 63n), 0n, null, 2n ** 63n - 1n]],
  ["uint8", [0, 128, null, 255]],
  ["uint16", [0, 32768, null, 65535]],
  ["uint32", [0, 2147483648, null, 4294967295]],
  ["uint64", [0n, 2n ** 63n, null, 2n ** 64n - 1n]],
  ["float32", [0.5, -1.5, null, Infinity]],
  ["float64", [0.1, 5e-324, null, -Infinity]],
  ["text", ["", "žaba", null, "a\0b"]],
  ["repeated", ["same", "same", null, "same"]],
  ["empty", ["", "", "", ""]],
  ["date", [-1, 0, null, 20_786]],
  ["time", [0n, 1n, null, microsecondsPerDay - 1n]],
  ["timestamp", [-microsecondsPerDay, 0n, null, 20_454n * microsecondsPerDay]],
  ["decimal", [-1n, 0n, null, 1_234_567_890n]],
  ["nullText", nothing],
  ["nullInt", nothing],
  ["nullBool", nothing],
  ["nullList", nothing],
  ["nullGroup", nothing],
  ["list", [[1, null], [], null, [3]]],
  ["texts", [["", "x"], [null], null, []]],
  ["deep", [[[1], []], [], null, [[null, 2]]]],
  ["group", [[1, ""], [null, "x"], null, [3, null]]],
  ["groups", [[[1], null], [], null, [[null]]]],
  ["__proto__", [1, 2, 3, 4]],
  ["constructor", [5, 6, 7, 8]],
  ["a.b", [9, 10, 11, 12]],
  ["{x}", [13, 14, 15, 16]],
  ["odd", rows.map((i) => [i, i + 1, i + 2, i + 3])],
  ["odd.a", rows.map((i) => [i])],
]);

describe("a file of the same rows", () => {
  const whole = names.filter((name) => /^pyarrow-(?:\w+-v\d|plain)\.|^polars-/.test(name));

  test("is there for each codec and writer", () => {
    expect(whole).toHaveLength(6 * 2 + 6 + 1);
  });

  test.each(whole)("has the values that were written: %s", (name) => {
    const table = open(name);
    // Polars writes times in nanoseconds, which Lutra has no type for.
    const expected = [...columns].filter(
      ([column]) => !name.startsWith("polars") || column !== "time",
    );
    const read = table.fields
      .map((field, i) => ({ field, i }))
      .filter(({ field }) => columns.has(field.name) && typeof field.type === "string")
      .map(({ field, i }) => [field.name, table.readColumn(i)]);
    expect(read).toEqual(expected);
  });

  test.each(whole)("says which columns have nulls, and what memory they take: %s", (name) => {
    const table = open(name);
    const nullable = table.fields.flatMap(({ name: column, type }, i) =>
      typeof type === "string" && table.hasNulls(i) ? [column] : [],
    );
    const expected = [...columns].filter(([, values]) => values.includes(null));
    expect(nullable).toEqual(
      expected
        .map(([column]) => column)
        .filter((column) => !name.startsWith("polars") || column !== "time"),
    );
    for (const i of table.fields.keys()) expect(table.memoryOf(i)).toBeGreaterThan(0);
  });
});

test("row groups without rows add none", () => {
  const table = open("pyarrow-row-groups.parquet");
  expect(readAll(table)).toEqual([...columns].filter(([name]) => fewColumns.includes(name)));
  for (const i of table.fields.keys()) expect(table.memoryOf(i)).toBeGreaterThan(0);
});

const fewColumns = ["int32", "text", "nullText", "nullList", "list", "group"];

test("a table without rows has columns", () => {
  const table = open("pyarrow-no-rows.parquet");
  expect(readAll(table)).toEqual(fewColumns.map((name) => [name, []]));
  for (const i of table.fields.keys()) expect(table.hasNulls(i)).toBe(false);
});

test("columns and members of equal names are told apart by position", () => {
  const members = [
    [1n, "x", 3n],
    [2n, "y", 4n],
  ];
  expect(readAll(open("pyarrow-twins.parquet"))).toEqual([
    ["a", [1n, 2n]],
    ["a", [30n, 40n]],
    ["a", ["p", "q"]],
    ["l", [[1n], [2n, 3n]]],
    ["l", [[4n], []]],
    ["s", members],
    ["s", members],
  ]);
});

test("every logical type is read as what it means, or refused by name", () => {
  const table = open("pyarrow-types.parquet");
  const read = table.fields.map(({ name, type }, i) =>
    typeof type === "object" ? [name, type.unknown] : [name, type, table.readColumn(i)],
  );
  expect(() => table.readColumn(0)).toThrow("column float16 has the type FLOAT16");
  expect(read).toEqual([
    ["float16", "FLOAT16"],
    ["binary", "BYTE_ARRAY"],
    ["fixed", "FIXED_LEN_BYTE_ARRAY"],
    ["time-ms", "TIME(false, MILLIS)"],
    ["time-ns", "TIME(false, NANOS)"],
    ["timestamp-ms", "TIMESTAMP(false, MILLIS)"],
    ["timestamp-ns", "TIMESTAMP(false, NANOS)"],
    ["timestamp-utc", "timestamp", [0n]],
    ["decimal-0", "DECIMAL(0, 10)"],
    ["decimal-wide", "decimal", [1n]],
    ["null", "NULL"],
    ["date64", "date", [1]],
    ["duration", "int64", [7n]],
    ["large-text", "text", ["x"]],
    ["large-list", "list", [[1]]],
    ["fixed-list", "list", [[1, 2]]],
    ["dictionary", "text", ["x"]],
    ["map", "group", [[[["k", 1]]]]],
    ["uuid", "UUID"],
    ["json", "JSON"],
  ]);
});

describe("a file of DuckDB", () => {
  const select = `SELECT 1::INT AS a, NULL::VARCHAR AS nulls, '' AS empty, [1, NULL] AS list, NULL::INT[] AS no_list,
    {'x': 1, '__proto__': 'p', 'a.b': NULL::INT} AS odd FROM range(3)`;

  test("is read in each of its codecs and versions", async () => {
    const directory = mkdtempSync(join(tmpdir(), "lutra-parquet-"));
    const database = await DuckDBInstance.create();
    const connection = await database.connect();
    try {
      for (const codec of ["uncompressed", "snappy", "gzip", "zstd", "brotli", "lz4", "lz4_raw"]) {
        for (const version of ["v1", "v2"]) {
          const file = join(directory, `${codec}-${version}.parquet`);
          await connection.run(
            `COPY (${select}) TO '${file}' (FORMAT parquet, CODEC ${codec}, PARQUET_VERSION ${version})`,
          );
          const parquet = createParquetFormat({ decompress: decompress() });
          expect([
            codec,
            version,
            ...readAll(parquet.open(new Uint8Array(readFileSync(file)))),
          ]).toEqual([
            codec,
            version,
            ["a", [1, 1, 1]],
            ["nulls", [null, null, null]],
            ["empty", ["", "", ""]],
            [
              "list",
              [
                [1, null],
                [1, null],
                [1, null],
              ],
            ],
            ["no_list", [null, null, null]],
            [
              "odd",
              [
                [1, "p", null],
                [1, "p", null],
                [1, "p", null],
              ],
            ],
          ]);
        }
      }
    } finally {
      connection.closeSync();
      database.closeSync();
      rmSync(directory, { recursive: true });
    }
  });
});

test("a table may be written with names that objects and paths give another meaning", () => {
  const parquet = createParquetFormat();
  const odd = ["__proto__", "constructor", "a.b", "{x}", "", "length", "0"];
  const written = odd.map((name, i): Column => {
    return { name, type: "int32", nullable: i % 2 === 0, values: [i, i + 1] };
  });
  expect(readAll(parquet.open(parquet.write(written)))).toEqual(
    odd.map((name, i) => [name, [i, i + 1]]),
  );
});
