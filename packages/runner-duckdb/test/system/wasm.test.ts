import { int64 } from "@lutra/bin";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { DuckDbRunner } from "../../src/index.ts";
import { createDuckDbWasmAdapter } from "../../src/wasm.ts";
import { attack, harmless } from "../support/attack-session.ts";
import { caseTables } from "../support/case-tables.ts";
import { describeDates } from "../support/describe-dates.ts";
import { describeEchoes } from "../support/describe-echoes.ts";
import { describeProgramCases } from "../support/describe-program-cases.ts";
import { describeShowcases } from "../support/describe-showcases.ts";
import { describeUnsupported } from "../support/describe-unsupported.ts";
import { describeValues } from "../support/describe-values.ts";
import { sqlProgram, std, typedSql } from "../support/make-program.ts";
import { openWasm } from "../support/open-wasm.ts";
import { readCorpus } from "../support/read-corpus.ts";

let database: Awaited<ReturnType<typeof openWasm>>;
let runner: DuckDbRunner;

beforeAll(async () => {
  database = await openWasm();
  const connection = database.connect();
  for (const statement of caseTables) connection.query(statement);
  runner = new DuckDbRunner(createDuckDbWasmAdapter(connection));
}, 60_000);

describe("on duckdb-wasm", () => {
  describeProgramCases("wasm", readCorpus(), () => runner);

  describeValues(() => runner);

  describeEchoes(() => runner, 300);

  describeUnsupported("wasm", () => runner);

  // The session's zone is an extension's.
  describeDates(
    () => runner,
    async () => {},
  );

  describe("in a schema of their own", () => {
    let schemas = 0;

    describeShowcases(
      async () => {
        const connection = database.connect();
        const schema = `showcase_${schemas++}`;
        connection.query(`CREATE SCHEMA ${schema}; USE ${schema}`);
        const own = new DuckDbRunner(
          createDuckDbWasmAdapter(connection, { closeOnShutdown: true }),
        );
        onTestFinished(() => own.shutdown());
        return {
          runner: own,
          execute: async (sql) => {
            // As texts that DuckDB makes: Arrow has numbers for days.
            const texts = /^select/i.test(sql) ? `SELECT COLUMNS(*)::VARCHAR FROM (${sql})` : sql;
            const table = connection.query(texts) as { toArray(): { toArray(): unknown[] }[] };
            return table.toArray().map((row) => row.toArray().map(textOf));
          },
        };
      },
      new Map([["date-buckets", "icu"]]),
    );
  });

  test("a program sees what tables are like when it is executed", async () => {
    const connection = database.connect();
    const own = new DuckDbRunner(createDuckDbWasmAdapter(connection, { closeOnShutdown: true }));
    const handle = await own.prepare(sqlProgram("SELECT a FROM changing", std("Int64")));
    const read = async (): Promise<bigint> =>
      int64.decode(await own.execute(handle, new Uint8Array(0)));
    await expect(read()).rejects.toThrow("changing does not exist");
    connection.query("CREATE TABLE changing AS SELECT 1::INT8 AS a");
    expect(await read()).toBe(1n);
    connection.query("ALTER TABLE changing ALTER a TYPE VARCHAR");
    await expect(read()).rejects.toThrow("Lutra expects Int64");
    connection.query("CREATE OR REPLACE TABLE changing AS SELECT 'x' AS z, 2::INT4 AS a");
    expect(await read()).toBe(2n);
    connection.query("DROP TABLE changing");
    await expect(read()).rejects.toThrow("changing does not exist");
    await own.shutdown();
  });

  test.each(["'00:00'::TIME_NS", "1::VARIANT"])(
    "%s, which the engine cannot hand over, is an error of words",
    async (sql) => {
      await expect(
        runner.run(typedSql(`SELECT ${sql}`, std("Time")), undefined),
      ).rejects.toMatchObject({
        code: "EXECUTION_ERROR",
        message: expect.stringMatching(/^duckdb: the engine failed without a message/) as string,
      });
      expect(await runner.run(typedSql("SELECT 42", std("Int32")), undefined)).toBe(42);
    },
  );

  test("files are found by the names that they were registered with", async () => {
    database.registerFileBuffer("files/people.csv", new TextEncoder().encode("id\n1\n2\n"));
    const sql = "SELECT count(*) FROM read_csv('files/people.csv')";
    expect(await runner.run(typedSql(sql, std("Int64")), undefined)).toBe(2n);
  });

  test("a statement leaves the session as it found it, as another connection sees it", async () => {
    const other = database.connect();
    onTestFinished(() => void other.query("DROP TABLE t"));
    const visibleRows = async (): Promise<readonly unknown[]> =>
      (other.query("SELECT i FROM t") as { toArray(): unknown[] }).toArray();
    const adapter = createDuckDbWasmAdapter(database.connect(), { closeOnShutdown: true });
    await using own = new DuckDbRunner(adapter);
    expect(await attack(own, visibleRows, 4)).toMatchObject(harmless);
  }, 60_000);

  test("a UUID arrives as its text", async () => {
    const text = "2f1c1b9e-5b0c-4c5e-9d3a-0a1b2c3d4e5f";
    expect(await runner.run(typedSql(`SELECT '${text}'::UUID`, std("Text")), undefined)).toBe(text);
  });

  test("tables are described", async () => {
    expect(await runner.getInterface()).toContain(
      "type VecRow: {id: enum {none, some: Int32}, label: enum {none, some: Text}",
    );
  });
});

function textOf(value: unknown): string | null {
  return value === null ? null : String(value as string | number | bigint);
}
