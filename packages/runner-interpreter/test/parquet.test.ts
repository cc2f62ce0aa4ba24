import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, test } from "vitest";
import { type Column, createParquetFormat } from "../src/parquet.ts";

const parquet = createParquetFormat({
  decompress: { GZIP: (bytes, maxOutputLength) => gunzipSync(bytes, { maxOutputLength }) },
});
const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`fixtures/${name}`, import.meta.url)));

const columns: readonly Column[] = [
  { name: "bool", type: "bool", nullable: false, values: [true, false, true] },
  { name: "int8", type: "int8", nullable: false, values: [-128, 0, 127] },
  { name: "int16", type: "int16", nullable: false, values: [-32768, 0, 32767] },
  { name: "int32", type: "int32", nullable: false, values: [-2147483648, 0, 2147483647] },
  { name: "int64", type: "int64", nullable: false, values: [-(2n ** 63n), 0n, 2n ** 63n - 1n] },
  { name: "uint8", type: "uint8", nullable: false, values: [0, 128, 255] },
  { name: "uint16", type: "uint16", nullable: false, values: [0, 32768, 65535] },
  { name: "uint32", type: "uint32", nullable: false, values: [0, 2147483648, 4294967295] },
  { name: "uint64", type: "uint64", nullable: false, values: [0n, 2n ** 63n, 2n ** 64n - 1n] },
  { name: "float32", type: "float32", nullable: false, values: [-0, 1.5, Number.NaN] },
  { name: "float64", type: "float64", nullable: false, values: [5e-324, 0.1, -Infinity] },
  { name: "text", type: "text", nullable: false, values: ["", "žaba 🦦", "a\u0000b"] },
  { name: "date", type: "date", nullable: false, values: [-96465292, 0, 95026236] },
  { name: "time", type: "time", nullable: false, values: [0n, 1n, 86_399_999_999n] },
  {
    name: "timestamp",
    type: "timestamp",
    nullable: false,
    values: [-(2n ** 62n), -1n, 8_210_266_876_799_999_999n],
  },
  { name: "decimal", type: "decimal", nullable: false, values: [-1n, 12_345n, 10n ** 18n - 1n] },
];

describe("a table that was written", () => {
  test.each(columns)("has the same values in its column $name", (column) => {
    const table = parquet.open(parquet.write(columns));
    const index = columns.indexOf(column);
    expect(table.rowCount).toBe(3);
    expect(table.fields[index]).toEqual({
      name: column.name,
      type: column.type,
      repetition: "required",
      fields: [],
    });
    expect(table.readColumn(index)).toEqual(column.values);
    expect(table.hasNulls(index)).toBe(false);
  });

  test.each(columns)("can have nulls in its column $name", (column) => {
    const values = [null, ...column.values, null];
    const table = parquet.open(parquet.write([{ ...column, nullable: true, values }]));
    expect(table.fields[0]?.repetition).toBe("optional");
    expect(table.readColumn(0)).toEqual(values);
    expect(table.hasNulls(0)).toBe(true);
  });

  test("can have nulls alone, no nulls, or no rows where nulls are allowed", () => {
    const tables: readonly (readonly (string | null)[])[] = [[null, null], ["a"], []];
    for (const values of tables) {
      const bytes = parquet.write([{ name: "x", type: "text", nullable: true, values }]);
      const table = parquet.open(bytes);
      expect(table.rowCount).toBe(values.length);
      expect(table.readColumn(0)).toEqual(values);
      expect(table.hasNulls(0)).toBe(values.includes(null));
    }
  });

  test("writes a duration as an integer, which Parquet has no other type for", () => {
    const values = [-5n, 2n ** 60n];
    const table = parquet.open(
      parquet.write([{ name: "d", type: "duration", nullable: false, values }]),
    );
    expect(table.fields[0]?.type).toBe("int64");
    expect(table.readColumn(0)).toEqual(values);
  });

  test("may have more rows than one row group and one page hold", () => {
    const values = Array.from({ length: 150_000 }, (_, i) => (i % 7 === 0 ? null : `row ${i}`));
    const bytes = parquet.write([{ name: "x", type: "text", nullable: true, values }]);
    expect(parquet.open(bytes).readColumn(0)).toEqual(values);
  });

  // The second value of each column, as DuckDB shows it.
  const expectedRow = [
    false,
    0,
    0,
    0,
    "0",
    128,
    32768,
    2147483648,
    "9223372036854775808",
    1.5,
    0.1,
    "žaba 🦦",
    "1970-01-01",
    "00:00:00.000001",
    "1969-12-31 23:59:59.999999",
    "123.45",
  ];

  test("is read by DuckDB, with the same types", async () => {
    const folder = mkdtempSync(join(tmpdir(), "lutra-parquet-"));
    const file = join(folder, "t.parquet");
    writeFileSync(
      file,
      parquet.write(
        columns.map(({ name, type, values }) => {
          return { name, type, nullable: true, values: [values[1] ?? null, null] };
        }),
      ),
    );
    const database = await DuckDBInstance.create();
    const connection = await database.connect();
    try {
      const reader = await connection.runAndReadAll(`FROM '${file}'`);
      expect(reader.columnTypes().map(String).join(" ")).toBe(
        "BOOLEAN TINYINT SMALLINT INTEGER BIGINT UTINYINT USMALLINT UINTEGER UBIGINT" +
          " FLOAT DOUBLE VARCHAR DATE TIME TIMESTAMP DECIMAL(18,2)",
      );
      expect(reader.getRowsJson()).toEqual([expectedRow, columns.map(() => null)]);
    } finally {
      connection.closeSync();
      database.closeSync();
      rmSync(folder, { recursive: true });
    }
  });

  test("has columns of different names", () => {
    const twice = [columns[0], columns[0]] as Column[];
    expect(() => parquet.write(twice)).toThrow("two columns are called bool");
  });
});

describe("a table from another writer", () => {
  test.each(["duckdb-snappy.parquet", "duckdb-gzip.parquet"])("is read from %s", (name) => {
    const table = parquet.open(fixture(name));
    const read = Object.fromEntries(
      table.fields.map((field, i) => [field.name, [field.type, table.readColumn(i)]]),
    );
    const rows = Array.from({ length: 8 }, (_, i) => i);
    expect(read).toEqual({
      i8: ["int8", rows],
      i16: ["int16", rows],
      i32: ["int32", rows],
      i64: ["int64", rows.map((i) => BigInt(i) * 1_000_000_007n)],
      u8: ["uint8", rows.map((i) => 200 + i)],
      u16: ["uint16", rows.map((i) => 60_000 + i)],
      u32: ["uint32", rows.map((i) => 4_000_000_000 + i)],
      u64: ["uint64", rows.map((i) => 18_446_744_073_709_551_000n + BigInt(i))],
      f32: ["float32", rows.map((i) => i / 2)],
      f64: ["float64", rows.map((i) => i / 10)],
      flag: ["bool", rows.map((i) => i % 2 === 0)],
      name: ["text", rows.map((i) => (i % 3 === 0 ? null : `žaba ${i % 4}`))],
      day: ["date", rows.map((i) => i - 2)],
      at: ["time", rows.map((i) => BigInt(1 + i) * 1_000_000n)],
      moment: ["timestamp", rows.map((i) => BigInt(i) - 1n)],
      price: ["decimal", rows.map((i) => BigInt(i) * 125n)],
    });
  });

  test.each([
    ["PLAIN", "INT32", [5, -7, 5, 1000]],
    ["RLE_DICTIONARY", "INT32", [5, -7, 5, 1000]],
    ["DELTA_BINARY_PACKED", "INT32", [5, -7, 5, 1000]],
    ["BYTE_STREAM_SPLIT", "INT32", [5, -7, 5, 1000]],
    ["DELTA_BINARY_PACKED", "INT64", [5n, -(2n ** 62n), 2n ** 62n]],
    ["BYTE_STREAM_SPLIT", "DOUBLE", [0.1, -2, 5e-324]],
    ["RLE_DICTIONARY", "STRING", ["a", "žž", "a", ""]],
    ["DELTA_LENGTH_BYTE_ARRAY", "STRING", ["a", "žž", "a", ""]],
    ["DELTA_BYTE_ARRAY", "STRING", ["otter", "otters", "", "ottoman"]],
    ["RLE", "BOOLEAN", [true, true, false, true]],
  ] as const)("may be encoded as %s of %s", (encoding, type, values) => {
    for (const codec of ["UNCOMPRESSED", "SNAPPY"] as const) {
      for (const data of [values, [null, ...values, null]]) {
        const bytes = parquetWriteBuffer({
          columnData: [{ name: "x", data: [...data], type, encoding, nullable: true }],
          rowGroupSize: 2,
          codec,
        });
        expect(parquet.open(new Uint8Array(bytes)).readColumn(0)).toEqual(data);
      }
    }
  });

  test("may store decimals as bytes", () => {
    const column = (type_length: number, data: bigint[]): Uint8Array =>
      new Uint8Array(
        parquetWriteBuffer({
          columnData: [{ name: "x", data }],
          schema: [
            { name: "root", num_children: 1 },
            {
              name: "x",
              type: "FIXED_LEN_BYTE_ARRAY",
              type_length,
              converted_type: "DECIMAL",
              precision: 30,
              scale: 2,
              repetition_type: "REQUIRED",
            },
          ],
        }),
      );
    const values = [-1n, 0n, 2n ** 63n - 1n, -(2n ** 63n)];
    expect(parquet.open(column(16, values)).readColumn(0)).toEqual(values);
    expect(() => parquet.open(column(16, [2n ** 63n])).readColumn(0)).toThrow(/over 64 bits/);
  });

  test("may have lists, groups and maps, at any depth, with nulls in them", () => {
    const table = parquet.open(fixture("duckdb-nested.parquet"));
    const read = Object.fromEntries(table.fields.map(({ name }, i) => [name, table.readColumn(i)]));
    expect(read).toEqual({
      pair: [
        [1, null],
        [2, "ž"],
        [3, ""],
      ],
      list: [[1, 2], [], null],
      maybe: [[7n], null, [8n]],
      rows: [
        [
          ["p", [1.5]],
          ["q", []],
        ],
        [],
        [["", [2.5, 3.5]]],
      ],
      deep: [[[1], [], [2, 3]], [], [[9]]],
      holes: [[null, 5], [], [null]],
      one: [1, 1, 1],
      pairs: [
        [[["one", 1]]],
        [[]],
        [
          [
            ["two", 2],
            ["three", null],
          ],
        ],
      ],
    });
    const withNulls = table.fields.filter((_, i) => table.hasNulls(i));
    expect(withNulls.map(({ name }) => name)).toEqual(["list", "maybe"]);
  });

  test("is described with its lists and groups", () => {
    const { fields } = parquet.open(fixture("duckdb-nested.parquet"));
    const leaf = (name: string, type: string): object => {
      return { name, type, repetition: "optional", fields: [] };
    };
    expect(fields.slice(0, 2)).toEqual([
      {
        name: "pair",
        type: "group",
        repetition: "optional",
        fields: [leaf("a", "int32"), leaf("b", "text")],
      },
      { name: "list", type: "list", repetition: "optional", fields: [leaf("element", "int32")] },
    ]);
  });

  test("has only the columns that it has", () => {
    const table = parquet.open(fixture("duckdb-nested.parquet"));
    expect(() => table.readColumn(8)).toThrow(RangeError);
  });

  test("fails where its compression is not known, naming it", () => {
    const table = parquet.open(fixture("duckdb-zstd.parquet"));
    expect(() => table.readColumn(0)).toThrow("ZSTD");
  });
});

describe("a damaged file", () => {
  const whole = fixture("duckdb-snappy.parquet");
  const nested = fixture("duckdb-nested.parquet");

  test.each([
    ["is empty", new Uint8Array(0)],
    ["is no Parquet file", new TextEncoder().encode("id,name\n1,otter\n")],
  ])("that %s is an error", (_, bytes) => {
    expect(() => parquet.open(bytes)).toThrow(/parquet/);
  });

  test("that was cut anywhere is an error", () => {
    for (let length = 0; length < whole.length; length++)
      expect(() => parquet.open(whole.slice(0, length))).toThrow(Error);
  });

  test("that calls a column otherwise where its values are is an error", () => {
    const values = ["x"];
    const bytes = parquet.write([{ name: "otter", type: "text", nullable: false, values }]);
    bytes[Buffer.from(bytes).lastIndexOf("otter")] = 0x4f;
    const table = parquet.open(bytes);
    expect(() => table.readColumn(0)).toThrow("a group of rows lacks the column otter");
  });

  test("with changed bytes gives values or an Error, within bounded time", () => {
    let seed = 11;
    const draw = (below: number): number => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return (seed >>> 8) % below;
    };
    let failures = 0;
    for (let round = 0; round < 300; round++) {
      const bytes = (round % 2 === 0 ? whole : nested).slice();
      for (let i = 0; i < 3; i++) bytes[draw(bytes.length - 8)] = draw(256);
      try {
        const table = parquet.open(bytes);
        for (const i of table.fields.keys()) table.readColumn(i);
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        failures++;
      }
    }
    expect(failures).toBeGreaterThan(100);
  });
});

describe("the memory that reading takes", () => {
  test("counts equal values that a few bytes stand for", () => {
    const bytes = fixture("duckdb-repeated.parquet");
    expect(bytes.length).toBeLessThan(400);
    const table = parquet.open(bytes);
    expect(table.rowCount).toBe(100_000_000);
    expect(table.memoryOf(0)).toBeGreaterThan(8 * table.rowCount);
  });

  test("counts every item of nested columns, and texts", () => {
    const table = parquet.open(fixture("duckdb-nested.parquet"));
    for (const index of table.fields.keys()) {
      expect(table.memoryOf(index)).toBeGreaterThan(8 * table.rowCount);
    }
    const long = parquet.open(
      parquet.write([{ name: "t", type: "text", nullable: false, values: ["x".repeat(10_000)] }]),
    );
    expect(long.memoryOf(0)).toBeGreaterThan(10_000);
    expect(() => long.memoryOf(1)).toThrow(RangeError);
  });
});
