import { createRandom, failure, type Random } from "@lutra-internal/testing";
import { int32, unit } from "@lutra/bin";
import { type RunnerError, type TypedProgram, typedProgram } from "@lutra/runner-core";
import type { DuckDbRunner } from "../../src/index.ts";
import { arrayTy, sqlProgram, std, typedSql, unitTy } from "./make-program.ts";

/** Statements of every kind that leaves something behind: one that DuckDB accepts, and one that fails there. */
const leaving: readonly (readonly [string, string])[] = [
  ["BEGIN", "BEGIN nothing"],
  ["START TRANSACTION", "START nothing"],
  ["BEGIN TRANSACTION READ ONLY", "BEGIN TRANSACTION nothing"],
  ["COMMIT", "ROLLBACK"],
  ["SET default_null_order = 'nulls_first'", "SET nothing = 1"],
  ["SET SESSION schema = 'main'", "SET schema = 'nothing'"],
  ["SET GLOBAL threads = 1", "SET SESSION threads = 1"],
  ["SET TimeZone = 'Asia/Tokyo'", "SET TimeZone = 'Nowhere'"],
  ["SET LOCAL threads = 1", "SET search_path = 'nothing'"],
  ["SET search_path = 'main'", "SET statement_timeout = 'x'"],
  ["SET VARIABLE left_behind = 1", "SET VARIABLE left_behind = error('odd')"],
  ["RESET default_null_order", "RESET nothing"],
  ["USE memory", "USE nothing"],
  ["ATTACH ':memory:' AS left_behind", "ATTACH '/nothing/at/all' AS left_behind"],
  ["DETACH left_behind", "DETACH nothing"],
  ["CREATE TEMP TABLE left_behind(i INT)", "CREATE TEMP TABLE t AS SELECT error('odd')"],
  ["CREATE TEMP VIEW t AS SELECT 7 AS i", "CREATE TEMP VIEW left_behind AS FROM nothing"],
  [
    "CREATE OR REPLACE TEMPORARY MACRO left_behind() AS 1",
    "CREATE TEMP SEQUENCE left_behind START 'x'",
  ],
  ["PREPARE left_behind AS SELECT 1", "PREPARE left_behind AS FROM nothing"],
  ["EXECUTE left_behind", "DEALLOCATE left_behind"],
  ["PRAGMA enable_checkpoint_on_shutdown", "PRAGMA nothing"],
  ["PRAGMA default_null_order = 'nulls_first'", "PRAGMA threads = 'x'"],
  ["LOAD parquet", "LOAD nothing"],
  ["INSTALL parquet", "INSTALL '/nothing'"],
  ["CREATE SECRET left_behind (TYPE http)", "CREATE SECRET left_behind (TYPE nothing)"],
  ["SELECT setseed(0.5)", "SELECT setseed(7)"],
  ["CALL enable_logging()", "CALL enable_logging('nothing')"],
  ["FROM query('SELECT sets' || 'eed(0.5)')", "FROM query('FROM nothing')"],
  ["CREATE VIEW v AS FROM query('SELECT setseed(0.5) AS a')", "CREATE VIEW v AS FROM query('')"],
  ["CREATE MACRO m(x) AS TABLE FROM query(x)", "CREATE MACRO m() AS TABLE FROM query('nothing')"],
  ["CREATE TABLE u (i INT, s DOUBLE DEFAULT setseed(0.5))", "SELECT setseed('x')"],
  [
    "ALTER DATABASE memory SET ALIAS TO left_behind",
    "ALTER DATABASE nothing SET ALIAS TO left_behind",
  ],
];

/** Writes the statement as an attacker may, who hides what it is. */
function disguised(sql: string, random: Random): string {
  const space = (): string =>
    random.pick([" ", "\n", "/* SELECT */ ", "--\r", "-- SELECT\n", "\u00a0", "/* /* */ */"]);
  const prefix = random.pick(["", "", ";", "EXPLAIN ANALYZE ", "EXPLAIN (ANALYZE) ", "SELECT 1; "]);
  let text = "";
  for (const char of sql) {
    text +=
      char === " " ? ` ${random.oneIn(4) ? space() : ""}` : random.pick([char, char.toLowerCase()]);
  }
  return `${random.oneIn(2) ? space() : ""}${prefix}${text}${random.pick(["", ";", " -- x"])}`;
}

/** Writes a row as a client does that behaves. */
export async function insert(runner: DuckDbRunner, row: number): Promise<void> {
  const program = typedProgram(
    sqlProgram("INSERT INTO t VALUES ($1::INT4)", unitTy, std("Int32")),
    int32,
    unit,
  );
  await runner.run(program, row);
}

/** Everything that a statement may leave in a session. */
const session = typedSql(
  `SELECT unnest([
    current_setting('default_null_order'), current_setting('schema'), current_schema(), current_database(),
    -- Not current_setting: duckdb-wasm has time zones in an extension that it would load.
    (SELECT coalesce(string_agg(value), '') FROM duckdb_settings() WHERE name = 'TimeZone'),
    (SELECT string_agg(database_name) FROM (FROM duckdb_databases() ORDER BY ALL)),
    (SELECT count(*) FROM duckdb_tables() WHERE temporary)::TEXT,
    (SELECT count(*) FROM duckdb_views() WHERE temporary AND NOT internal)::TEXT,
    (SELECT count(*) FROM duckdb_variables())::TEXT,
    (SELECT count(*) FROM duckdb_prepared_statements() WHERE name = 'left_behind')::TEXT
  ])`,
  arrayTy(std("Text")),
);

/** The rows that were written. */
export const rows: TypedProgram<unknown, unknown> = typedSql(
  "SELECT i FROM t ORDER BY i",
  arrayTy(std("Int32")),
);

/** Outcome of an attack. */
export interface Outcome {
  /** Codes that the statements of the attack got, without those that were aborted. */
  readonly codes: ReadonlySet<unknown>;
  /** Statements after which something was different: the session, or what another connection sees of the rows. */
  readonly effective: readonly string[];
  /** Acknowledged writes of the client that behaves. */
  readonly written: number;
}

/** Runs every statement in every way, each followed by the write of another client and a look at the session. */
export async function attack(
  runner: DuckDbRunner,
  visibleRows: () => Promise<readonly unknown[]>,
  seed: number,
): Promise<Outcome> {
  const random = createRandom(seed);
  await runner.run(typedSql("CREATE TABLE t(i INT)", unitTy), undefined);
  const before = JSON.stringify(await runner.run(session, undefined));
  const codes = new Set<unknown>();
  const effective: string[] = [];
  let written = 0;
  for (const [accepted, failing] of leaving) {
    for (const how of ["succeeds", "fails", "aborted"]) {
      const sql = disguised(how === "fails" ? failing : accepted, random);
      const controller = new AbortController();
      const { signal } = controller;
      const call = runner.run(typedSql(sql, unitTy), undefined, { signal });
      if (how === "aborted") controller.abort(new Error("changed my mind"));
      const error = await failure(call);
      if (how !== "aborted") codes.add((error as RunnerError).code);
      await insert(runner, written++);
      const after = JSON.stringify(await runner.run(session, undefined));
      if (after !== before || (await visibleRows()).length !== written) effective.push(sql);
    }
  }
  return { codes, effective, written };
}

/** Expected outcome of an attack. */
export const harmless: Pick<Outcome, "codes" | "effective"> = {
  codes: new Set(["PREPARE_ERROR"]),
  effective: [],
};
