import { codecFor } from "@lutra/bin";
import { afterAll, describe, expect, test } from "vitest";
import { PostgresRunner } from "../../src/index.ts";
import type { Engine } from "./engine.ts";
import { array, option, sqlProgram, sqlTypes, std, tuple, unit } from "./types.ts";

const zones = ["UTC", "America/New_York", "Asia/Shanghai", "Pacific/Apia"];

/** As the compiler reads a table of dates, times and timestamps. */
const read = `select (d::date - '1970-01-01'::date), (extract(epoch from t)*1000000)::int8,
  (extract(epoch from s)*1000000)::int8, (n*100)::int8 from lutra_dates order by id`;
const write = `insert into lutra_dates (id, d, t, n)
  select 100, ('1970-01-01'::date + $1::int4), ('00:00'::time + interval '1 microsecond' * $2::int8),
    ($3::int8::decimal(20, 0)/100)`;

const day = 86_400_000_000n;

const rows = [
  { date: -2_440_588, time: 0n, timestamp: -2_440_588n * day, decimal: -1n },
  { date: -1, time: 86_399_999_999n, timestamp: -1n, decimal: 0n },
  { date: 0, time: 1n, timestamp: 0n, decimal: 105n },
  { date: 15_338, time: 43_200_000_000n, timestamp: 15_338n * day, decimal: 10n ** 17n + 1n },
  { date: 2_145_042_905, time: 0n, timestamp: 9_223_339_708_799_999_999n, decimal: 0n },
];

const table = `drop table if exists lutra_dates;
create table lutra_dates (id int4, d date, t time, s timestamp, n numeric);
insert into lutra_dates values
  (1, '4714-11-24 BC', '00:00', '4714-11-24 00:00:00 BC', -0.01),
  (2, '1969-12-31', '23:59:59.999999', '1969-12-31 23:59:59.999999', 0),
  (3, '1970-01-01', '00:00:00.000001', '1970-01-01', 1.05),
  (4, '2011-12-30', '12:00', '2011-12-30', 1000000000000000.01),
  (5, '5874897-12-31', '00:00', '294245-12-31 23:59:59.999999', 0);`;

/** Reads and writes dates in several time zones, of the server's session and of this process. */
export function testDates(engine: () => Engine): void {
  const fields = {
    date: std("Date"),
    time: std("Time"),
    timestamp: std("Timestamp"),
    decimal: std("Decimal"),
  };

  describe.each(zones)("in the time zone %s", (zone) => {
    const zoneBefore = process.env["TZ"];

    afterAll(async () => {
      if (zoneBefore === undefined) delete process.env["TZ"];
      else process.env["TZ"] = zoneBefore;
      await engine().execute("set timezone = 'UTC'");
    });

    test("dates, times, timestamps and decimals are read exactly", async () => {
      process.env["TZ"] = zone;
      await engine().execute(`set timezone = '${zone}'; ${table}`);
      const types = sqlTypes(unit, array(tuple(fields)));
      const runner = new PostgresRunner(engine().adapter);
      const program = await runner.prepare(sqlProgram(read, types));
      const output = await runner.execute(program, new Uint8Array());
      expect(output).toEqual(codecFor(types.output, types.defs).encode(rows));
    });

    test("dates, times and decimals are written exactly", async () => {
      process.env["TZ"] = zone;
      await engine().execute(`set timezone = '${zone}'; ${table}`);
      const { date, time, decimal } = fields;
      const types = sqlTypes(tuple({ date, time, decimal }), unit);
      const runner = new PostgresRunner(engine().adapter);
      const program = await runner.prepare(sqlProgram(write, types));
      const value = { date: 19_782, time: 86_399_999_999n, decimal: -123_456n };
      await runner.execute(program, codecFor(types.input, types.defs).encode(value));
      const written = await engine().adapter.query(
        "select d::text, t::text, n::numeric(20, 2)::text from lutra_dates where id = 100",
        [],
      );
      expect(written).toEqual([["2024-02-29", "23:59:59.999999", "-1234.56"]]);
    });
  });

  test("an infinite date has no number", async () => {
    const types = sqlTypes(unit, option(std("Date")));
    const runner = new PostgresRunner(engine().adapter);
    const sql = "select ('infinity'::date - '1970-01-01'::date)";
    const program = await runner.prepare(sqlProgram(sql, types));
    await expect(runner.execute(program, new Uint8Array())).rejects.toThrow(
      "postgres: 22008 cannot subtract infinite dates",
    );
  });
}
