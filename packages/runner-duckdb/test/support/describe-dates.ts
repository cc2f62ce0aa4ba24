import { codecFor, type Ty } from "@lutra/bin";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DuckDbRunner } from "../../src/index.ts";
import { arrayTy, enumTy, optionTy, sqlProgram, std, tupleTy, unitTy } from "./make-program.ts";

const zones = ["UTC", "America/New_York", "Asia/Shanghai", "Pacific/Apia"];

/** As DuckDB writes them, and in days: the ends of what it has, BC, and a day that Apia did not have. */
const dates = [
  ["-infinity", -2_147_483_647],
  ["5877642-06-25 (BC)", -2_147_483_646],
  ["4714-11-24 (BC)", -2_440_588],
  ["0001-12-31 (BC)", -719_163],
  ["0001-01-01", -719_162],
  ["1969-12-31", -1],
  ["1970-01-01", 0],
  ["2011-12-30", 15_338],
  ["2024-02-29", 19_782],
  ["294276-12-31", 106_762_939],
  ["5881580-07-10", 2_147_483_646],
  ["infinity", 2_147_483_647],
] as const;

const times = [
  ["00:00:00", 0n],
  ["00:00:00.000001", 1n],
  ["02:30:00", 9_000_000_000n],
  ["23:59:59.999999", 86_399_999_999n],
  ["24:00:00", 86_400_000_000n],
] as const;

/** Also an hour that New York does not have on that day. */
const timestamps = [
  ["290309-12-22 (BC) 00:00:00", -9_223_372_022_400_000_000n],
  ["4714-11-24 (BC) 00:00:00", -210_866_803_200_000_000n],
  ["0001-12-31 (BC) 23:59:59.999999", -62_135_596_800_000_001n],
  ["1969-12-31 23:59:59.999999", -1n],
  ["1970-01-01 00:00:00", 0n],
  ["2011-12-30 12:00:00", 1_325_246_400_000_000n],
  ["2024-03-10 02:30:00", 1_710_037_800_000_000n],
  ["294247-01-10 04:00:54.775806", 9_223_372_036_854_775_806n],
] as const;

const infinities = [
  ["-infinity", -9_223_372_036_854_775_807n],
  ["infinity", 9_223_372_036_854_775_807n],
] as const;

interface Kind {
  readonly name: string;
  /** Inside of a list or a struct. */
  readonly inside: string;
  /** In expressions. */
  readonly alone: string;
  readonly cases: readonly (readonly [text: string, value: number | bigint])[];
  /** Returns the SQL by which the compiler reads a column, and writes a parameter into one. */
  readonly read: (column: string) => string;
  readonly write: (parameter: string) => string;
  /** Values that these do not take, or return as something else: the infinities, and the end of a day. */
  readonly special: readonly string[];
}

const kinds: readonly Kind[] = [
  {
    name: "Date",
    inside: "DATE",
    alone: "INT4",
    cases: dates,
    read: (column) => `(${column}::date - '1970-01-01'::date)::int4`,
    write: (parameter) => `('1970-01-01'::date + ${parameter})`,
    special: ["-infinity", "infinity"],
  },
  {
    name: "Time",
    inside: "TIME",
    alone: "UINT64",
    cases: times,
    read: (column) => `epoch_us(${column})::uint64`,
    write: (parameter) => `(TIME '00:00:00' + to_microseconds(${parameter}::INT8))`,
    special: ["24:00:00"],
  },
  {
    name: "Timestamp",
    inside: "TIMESTAMP",
    alone: "INT8",
    cases: [...timestamps, ...infinities],
    read: (column) => `epoch_us(${column})`,
    write: (parameter) => `make_timestamp(${parameter})`,
    special: ["-infinity", "infinity"],
  },
];

/**
 * Tests that dates and times are the same bytes in every time zone, in both directions and wherever they stand.
 *
 * @param setZone sets the zone of the database's session, if it has one
 */
export function describeDates(
  runnerOf: () => DuckDbRunner,
  setZone: (zone: string) => Promise<void>,
): void {
  async function outputOf(sql: string, output: Ty, input: Ty, value: unknown): Promise<Uint8Array> {
    const runner = runnerOf();
    const prepared = await runner.prepare(sqlProgram(sql, output, input));
    try {
      return await runner.execute(prepared, codecFor(input, []).encode(value));
    } finally {
      await runner.release(prepared);
    }
  }

  async function expectOutput(sql: string, ty: Ty, value: unknown): Promise<void> {
    expect(await outputOf(sql, ty, unitTy, undefined)).toEqual(codecFor(ty, []).encode(value));
  }

  async function expectEcho(sql: string, ty: Ty, value: unknown): Promise<void> {
    expect(await outputOf(sql, ty, ty, value)).toEqual(codecFor(ty, []).encode(value));
  }

  describe.each(zones)("in the time zone %s", (zone) => {
    const zoneBefore = process.env["TZ"];

    beforeAll(async () => {
      process.env["TZ"] = zone;
      await setZone(zone);
    });

    afterAll(async () => {
      if (zoneBefore === undefined) delete process.env["TZ"];
      else process.env["TZ"] = zoneBefore;
      await setZone("UTC");
    });

    describe.each(kinds)("$name", ({ name, inside, alone, cases, read, write, special }) => {
      const ty = std(name);
      const texts = cases.map(([text]) => text);
      const values = cases.map(([, value]) => value);
      const literals = texts.map((text) => `'${text}'::${inside}`);
      const plain = cases.filter(([text]) => !special.includes(text));
      const plainValues = plain.map(([, value]) => value);

      test("is read from a column, a field, a list, an option and an enum", async () => {
        const column = `unnest([${literals.join(", ")}])`;
        await expectOutput(`SELECT ${column}`, arrayTy(ty), values);
        await expectOutput(`SELECT ${column}`, arrayTy(optionTy(ty)), values);
        const row = tupleTy({ inner: tupleTy({ x: ty, list: arrayTy(ty) }) });
        const rows = values.map((x) => ({ inner: { x, list: [x, ...values] } }));
        const list = `[${literals.join(", ")}]`;
        const sql = `SELECT {'x': x, 'list': list_prepend(x, ${list})} FROM (SELECT ${column} AS x)`;
        await expectOutput(sql, arrayTy(row), rows);
        const union = `UNION(n INT4, x ${inside})`;
        await expectOutput(
          `SELECT union_value(x := x)::${union} FROM (SELECT ${column} AS x)`,
          arrayTy(enumTy({ n: std("Int32"), x: ty })),
          values.map((value) => ({ tag: "x", value })),
        );
      });

      test("is read as the compiler reads a column of a table", async () => {
        const column = `unnest([${plain.map(([text]) => `'${text}'::${inside}`).join(", ")}])`;
        const sql = `SELECT ${read("x")} FROM (SELECT ${column} AS x)`;
        await expectOutput(sql, arrayTy(ty), plainValues);
        await expectOutput(sql, arrayTy(optionTy(ty)), plainValues);
      });

      test("arrives in a list as DuckDB writes it", async () => {
        const input = tupleTy({ list: arrayTy(ty), options: arrayTy(optionTy(ty)) });
        const output = tupleTy({ list: arrayTy(std("Text")), options: arrayTy(optionTy(ty)) });
        const value = { list: values, options: [null, ...values, null] };
        const sql = `SELECT [x::VARCHAR FOR x IN $1::${inside}[]], $2::${inside}[]`;
        expect(await outputOf(sql, output, input, value)).toEqual(
          codecFor(output, []).encode({ list: texts, options: value.options }),
        );
      });

      test("arrives in nested lists and tuples, and comes back", async () => {
        const part = tupleTy({ x: ty, lists: arrayTy(arrayTy(optionTy(ty))) });
        const input = tupleTy({ rows: arrayTy(part) });
        const rows = values.map((x) => ({ x, lists: [[], [x, null, ...values], [null]] }));
        const struct = `STRUCT("x" ${inside}, "lists" ${inside}[][])[]`;
        await expectEcho(`SELECT $1::${struct}`, input, { rows });
      });

      test("arrives alone, in a tuple and as an option, and comes back", async () => {
        const pair = tupleTy({ x: ty, inner: tupleTy({ option: optionTy(ty) }) });
        for (const x of values) {
          await expectEcho(`SELECT $1::${alone}`, ty, x);
          await expectEcho(`SELECT $1::${alone}`, optionTy(ty), x);
          const sql = `SELECT $1::${alone}, {'option': $2::${alone}}`;
          await expectEcho(sql, pair, { x, inner: { option: x } });
        }
        await expectEcho(`SELECT $1::${alone}`, optionTy(ty), null);
      });

      test("is written as the compiler writes it into a column of a table", async () => {
        for (const [text, value] of plain) {
          const sql = `SELECT ${write(`$1::${alone}`)}::VARCHAR`;
          const output = await outputOf(sql, std("Text"), ty, value);
          expect(codecFor(std("Text"), []).decode(output)).toBe(text);
        }
      });
    });
  });

  test.each([
    ["Date", "DATE", -2147483648],
    ["Time", "TIME", 86_400_000_001n],
    ["Time", "TIME", 2n ** 64n - 1n],
    ["Timestamp", "TIMESTAMP", -9_223_372_022_400_000_001n],
    ["Timestamp", "TIMESTAMP", -(2n ** 63n)],
  ])("a %s that %s does not have (%s) is not sent", async (name, sqlType, value) => {
    const input = tupleTy({ rows: arrayTy(tupleTy({ x: optionTy(std(name)) })) });
    const sql = `SELECT len($1::STRUCT("x" ${sqlType})[])`;
    const rows = [{ x: null }, { x: value }];
    await expect(outputOf(sql, std("Int64"), input, { rows })).rejects.toMatchObject({
      code: "EXECUTION_ERROR",
      message: `the input cannot be sent: DuckDB has no ${name} ${value} (at .rows[1].x)`,
    });
    await expectOutput("SELECT 42", std("Int32"), 42);
  });

  test("infinities that the compiler's arithmetic does not take are errors", async () => {
    await expect(
      outputOf("SELECT epoch_us('infinity'::TIMESTAMP)", std("Timestamp"), unitTy, undefined),
    ).rejects.toThrow("bad result: unexpected null value for non-option type");
    const written = "SELECT make_timestamp($1::INT8)";
    await expect(
      outputOf(written, std("Timestamp"), std("Timestamp"), 2n ** 63n - 1n),
    ).rejects.toThrow("duckdb: Conversion Error: Timestamp microseconds out of range");
    await expect(
      outputOf("SELECT '1970-01-01'::date + $1::INT4", std("Date"), std("Date"), 2147483647),
    ).rejects.toThrow("duckdb: Out of Range Error: Date out of range");
  });
}
