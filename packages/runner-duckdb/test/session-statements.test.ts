import { describe, expect, test } from "vitest";
import { refuseSessionStatements } from "../src/session-statements.ts";

describe("statements that leave nothing in the session pass", () => {
  test.each([
    "",
    "-- nothing",
    "SELECT 1;",
    "select 'BEGIN', \"set\" from t",
    "((SELECT 1))",
    "((",
    "FROM t",
    "VALUES (1)",
    "WITH a AS (SELECT 1) FROM a",
    "INSERT INTO temp_rows SELECT 1",
    "UPDATE t SET a = 1",
    "UPDATE extensions SET a = 1",
    "DELETE FROM t",
    "CREATE TABLE temp (secret INT)",
    "CREATE OR REPLACE VIEW v AS SELECT 1 AS temporary",
    "CREATE UNIQUE INDEX i ON t(a)",
    "DROP TABLE secret",
    "ALTER TABLE t ADD COLUMN b INT",
    "COPY t TO 'f.csv'",
    "EXPLAIN SELECT 1",
    "EXPLAIN ANALYZE SELECT 1",
    "EXPLAIN (ANALYZE, FORMAT JSON) INSERT INTO t VALUES (1)",
    `EXPLAIN (SELECT ${"1, ".repeat(50)}2)`,
    "CALL pragma_version()",
    "CHECKPOINT",
    "SELECT setseed FROM t",
    "SELECT 'setseed(1)'",
    "INSERT INTO query (a) VALUES (1)",
    'INSERT INTO main."query"(a) SELECT 1',
    "CREATE TABLE IF NOT EXISTS memory.main.query(a INT)",
  ])("%s", (sql) => {
    expect(() => refuseSessionStatements(sql)).not.toThrow();
  });
});

describe("statements that may change the session are refused, and named", () => {
  test.each([
    ["BEGIN", "BEGIN"],
    ["/* a */ begin", "BEGIN"],
    ["--\rBEGIN --\n", "BEGIN"],
    ["\u00a0\u200bBEGIN", "BEGIN"],
    [";;BEGIN", "BEGIN"],
    ["SELECT 1; BEGIN", "BEGIN"],
    ["SET threads = 1", "SET"],
    ["USE other", "USE"],
    ["SELEC 1", "SELEC"],
    [`a${"b".repeat(100)}`, `A${"B".repeat(29)}`],
    ["EXPLAIN ANALYZE BEGIN", "BEGIN"],
    ["EXPLAIN (ANALYZE, FORMAT JSON) SET VARIABLE x = 1", "SET"],
    ["EXPLAIN (ANALYZE) VERBOSE SET VARIABLE x = 1", "SET"],
    [`EXPLAIN (${"ANALYZE, ".repeat(17)}ANALYZE) BEGIN`, "BEGIN"],
    // The parenthesis is the last token that is looked at.
    [`EXPLAIN (${"ANALYZE, ".repeat(18)}ANALYZE) BEGIN`, "EXPLAIN with that many options"],
    [`EXPLAIN (${"ANALYZE, ".repeat(50)}ANALYZE) BEGIN`, "EXPLAIN with that many options"],
    [`EXPLAIN ${"ANALYZE ".repeat(50)} BEGIN`, "EXPLAIN with that many options"],
    ["EXPLAIN /* a */ ANALYSE -- b\n BEGIN", "BEGIN"],
    ["CREATE TEMP TABLE t(i INT)", "CREATE TEMP"],
    ["CREATE OR REPLACE TEMPORARY VIEW v AS SELECT 1", "CREATE TEMPORARY"],
    ["create/**/local\ntemp macro m() as 1", "CREATE TEMP"],
    ["EXPLAIN ANALYZE CREATE TEMP TABLE t AS SELECT 1", "CREATE TEMP"],
    ["CREATE PERSISTENT SECRET s (TYPE http)", "CREATE SECRET"],
    ["DROP TEMPORARY SECRET s", "DROP TEMPORARY"],
    ["ALTER DATABASE memory SET ALIAS TO other", "ALTER DATABASE"],
    ["UPDATE EXTENSIONS", "UPDATE EXTENSIONS"],
    ["UPDATE EXTENSIONS (httpfs)", "UPDATE EXTENSIONS"],
    ["SELECT SetSeed(0.5)", "setseed()"],
    ['SELECT "setseed" /* a */ (0.5)', "setseed()"],
    ["CREATE MACRO m() AS system.main.setseed(0.5)", "setseed()"],
    [".setseed(0.5)", "setseed()"],
    ["CALL enable_logging()", "enable_logging()"],
    ["FROM query('SELECT sets' || 'eed(0.5)')", "query()"],
    ["INSERT INTO t SELECT * FROM system.main.query('FROM enable_logging()')", "query()"],
    ["CREATE MACRO m(x) AS TABLE SELECT * FROM query(x)", "query()"],
    ["INSERT INTO t(a) FROM \"Query\"(concat('FROM ', 'x'))", "query()"],
    ["FROM json_execute_serialized_sql('{}')", "json_execute_serialized_sql()"],
  ])("%s", (sql, name) => {
    expect(() => refuseSessionStatements(sql)).toThrow(`${name} may change the session`);
  });
});

test("SQL that the driver would cut is refused", () => {
  expect(() => refuseSessionStatements("SELECT 1 \0 + 1")).toThrow("NUL");
});
