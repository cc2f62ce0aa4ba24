import { programCases, showcase, showcaseNames, tablePrograms } from "@lutra-internal/fixtures";
import { programCodec, type SqlProgram } from "@lutra/bin/program";
import { describe, expect, test } from "vitest";
import { UnknownSql } from "../../src/optimize/parse/lexer.ts";
import { parseOptimized, parseStatement } from "../../src/optimize/parse/parse.ts";
import { duckDbRules, layOutSql, optimizeSql, postgresRules } from "../../src/index.ts";
import { printStatement } from "../../src/optimize/print.ts";
import { asPromised } from "./apply.ts";

const sqlOf = (bytes: Uint8Array): string => (programCodec.decode(bytes).value as SqlProgram).sql;

/** The SQL of all programs that the compiler compiled. */
const compiled: readonly string[] = [
  ...programCases().flatMap(({ postgres, duckdb }) => [postgres.sql, duckdb.sql]),
  ...[...showcaseNames(), "sql-tables/top-customers", "sql-tables/archive-orders"].flatMap(
    (name) => {
      const { sqlPostgres, sqlDuckDb } = showcase(name);
      return [sqlPostgres, sqlDuckDb].map((bytes) => bytes && sqlOf(bytes));
    },
  ),
  ...tablePrograms().flatMap(({ postgres, duckdb }) => [...postgres, ...duckdb].map(sqlOf)),
].filter((sql) => sql !== undefined);

/** Removes what may differ: blanks, parentheses, capitals, and names for columns that have them anyway. */
function essence(sql: string): string {
  return sql
    .replaceAll(/\.(\w+) AS \1\b/g, ".$1")
    .replaceAll(/\bLATERAL (?!\()/g, "")
    .replaceAll(/[()\s]/g, "")
    .toLowerCase();
}

describe("the SQL of the compiler", () => {
  test("is read without exception", () => {
    expect(compiled.length).toBeGreaterThan(440);
    const unread = compiled.filter((sql) => {
      try {
        parseStatement(sql);
        return false;
      } catch {
        return true;
      }
    });
    expect(unread).toEqual([]);
  });

  test("is printed as it was, but for parentheses and names", () => {
    // The printer writes the relation before a column that the compiler wrote without.
    const bare = /RECURSIVE|ORDER BY index|VALUES|CASE WHEN w |\b(ctid|rowid) AS/;
    const plain = compiled.filter((sql) => !bare.test(sql));
    expect(plain.length).toBeGreaterThan(350);
    const changed = plain.filter((sql) => {
      const printed = printStatement(parseStatement(sql));
      // j, u, t and x name more than one relation of a statement.
      return essence(printed.replaceAll(/\b([jutx])_\d+/g, "$1")) !== essence(sql);
    });
    expect(changed.slice(0, 3)).toEqual([]);
  });

  test("is printed the same again", () => {
    for (const sql of compiled) {
      const printed = printStatement(parseStatement(sql));
      expect(printStatement(parseStatement(printed))).toBe(printed);
      const laidOut = printStatement(parseStatement(sql), { isLaidOut: true });
      expect(printStatement(parseStatement(laidOut))).toBe(printed);
    }
  });
});

describe("the SQL of the optimizer", () => {
  test("is laid out as the optimizer lays it out", () => {
    let count = 0;
    for (const sql of compiled) {
      for (const all of [postgresRules, duckDbRules]) {
        const options = { facts: asPromised, mayLeaveOutNone: true };
        const { sql: optimized, rules } = optimizeSql(sql, all, options);
        if (rules.length === 0) continue;
        const laidOut = optimizeSql(sql, all, { ...options, isLaidOut: true });
        expect(layOutSql(optimized)).toBe(laidOut.sql);
        count++;
      }
    }
    expect(count).toBeGreaterThan(500);
  });

  test.each([
    ["a LEFT JOIN", "SELECT b.y FROM a AS a LEFT JOIN (SELECT t.y FROM b AS t) AS b ON TRUE"],
    [
      "a first LEFT JOIN",
      "SELECT b.y FROM (SELECT 1) AS one LEFT JOIN (SELECT t.y FROM b AS t) AS b ON TRUE",
    ],
    [
      "a first LEFT JOIN of a row of another name",
      "SELECT b.y FROM (SELECT 1) AS two LEFT JOIN (SELECT t.y FROM b AS t) AS b ON TRUE",
    ],
    [
      "a first LEFT JOIN of a table that is called one",
      "SELECT b.y FROM one AS one LEFT JOIN (SELECT t.y FROM b AS t) AS b ON TRUE",
    ],
    [
      "a CROSS JOIN",
      "SELECT a.x FROM a AS a CROSS JOIN b AS b LEFT JOIN (SELECT 2 AS z) AS c ON TRUE",
    ],
    ["MATERIALIZED", "WITH r AS MATERIALIZED (SELECT a.x FROM a AS a) SELECT r_2.x FROM r AS r_2"],
    ["FILTER", "SELECT COUNT(*) FILTER (WHERE (a.x < 3)) AS n FROM a AS a"],
    ["PARTITION BY", "SELECT ROW_NUMBER() OVER (PARTITION BY a.x ORDER BY a.y) AS n FROM a AS a"],
    ["FIRST", "SELECT FIRST(a.x) AS x FROM a AS a"],
    ["DESC", "SELECT a.x FROM a AS a ORDER BY a.y::int8 DESC LIMIT 3"],
    ["COLLATE", 'SELECT a.x FROM a AS a ORDER BY a.y::text COLLATE "C"'],
    ["IN", "SELECT a.x FROM a AS a WHERE (a.y IN (SELECT b.y FROM b AS b))"],
    [
      "a question to the catalog",
      "SELECT a.x FROM a AS a WHERE NOT EXISTS (SELECT 1 FROM pg_class AS c WHERE c.oid = E'it''s'::regclass AND c.n = ANY (c.m)) AND (a.x = 3)",
    ],
  ])("is printed, with %s, and not optimized again", (_, sql) => {
    expect(optimizeSql(sql, postgresRules).sql).toBe(sql);
    expect(layOutSql(sql)).not.toBe(sql);
    expect(printStatement(parseOptimized(sql))).toBe(sql);
    expect(printStatement(parseOptimized(layOutSql(sql)))).toBe(sql);
  });

  test.each([
    "SELECT a.x FROM a AS a LEFT JOIN b AS b ON (a.x = b.x)",
    "SELECT a.x FROM a AS a LEFT b AS b ON TRUE",
    "SELECT a.x FROM a AS a WHERE EXISTS (SELECT 1",
    "SELECT a.x FROM a AS a WHERE EXISTS SELECT 1",
    "SELECT a.x FROM a AS a ORDER BY a.x ASC",
    "SELECT a.x FROM a AS a WHERE (a.x IN",
    "SELECT last(a.x) FROM a AS a",
    String.raw`SELECT E'\n' AS x FROM a AS a`,
  ])("is no other SQL: %s", (sql) => {
    expect(layOutSql(sql)).toBe(sql);
  });
});

describe("operators bind as databases bind them", () => {
  test.each([
    ["SELECT 1 + 2 * 3 AS x", "SELECT (1 + (2 * 3)) AS x"],
    ["SELECT 1 - 2 - 3 AS x", "SELECT ((1 - 2) - 3) AS x"],
    ["SELECT -1::int2 AS x", "SELECT (- 1::int2) AS x"],
    ["SELECT NOT $1::text IS NOT NULL AS x", "SELECT (NOT ($1::text IS NOT NULL)) AS x"],
    ["SELECT TRUE OR FALSE AND FALSE AS x", "SELECT (TRUE OR (FALSE AND FALSE)) AS x"],
    [
      "SELECT 'a' LIKE '%' || $1::text || '%' ESCAPE '\\' AS x",
      "SELECT ('a' LIKE (('%' || $1::text) || '%') ESCAPE '\\') AS x",
    ],
    [
      "SELECT '1970-01-01'::date + 1::int4 = $1::date AS x",
      "SELECT (('1970-01-01'::date + 1::int4) = $1::date) AS x",
    ],
    [
      "SELECT $1::timestamp AT TIME ZONE 'UTC' AT TIME ZONE $2::text AS x",
      "SELECT (($1::timestamp AT TIME ZONE 'UTC') AT TIME ZONE $2::text) AS x",
    ],
    [
      "SELECT CASE WHEN TRUE THEN 1 END::int2 AS x",
      "SELECT (CASE WHEN TRUE THEN 1 END)::int2 AS x",
    ],
  ])("%s", (sql, expected) => {
    expect(printStatement(parseStatement(sql))).toBe(expected);
  });
});

describe("of two operators the one that binds tighter comes first, and the left one of equals", () => {
  const levels: readonly (readonly string[])[] = [
    ["OR"],
    ["AND"],
    ["=", "<", ">", "<=", ">=", "<>"],
    ["LIKE"],
    ["||", "->", "->>"],
    ["+", "-"],
    ["*", "/", "//", "%"],
  ];
  const operators = levels.flatMap((names, level) => names.map((name) => ({ name, level })));
  const printed = (expression: string): string =>
    printStatement(parseStatement(`SELECT ${expression} AS x`)).slice(
      "SELECT ".length,
      -" AS x".length,
    );

  test.each(operators)("$name", ({ name, level }) => {
    for (const other of operators) {
      expect(printed(`1 ${name} 2 ${other.name} 3`)).toBe(
        level >= other.level
          ? `((1 ${name} 2) ${other.name} 3)`
          : `(1 ${name} (2 ${other.name} 3))`,
      );
    }
    const isLogical = name === "OR" || name === "AND";
    expect(printed(`1 ${name} 2 IS NULL`)).toBe(
      isLogical ? `(1 ${name} (2 IS NULL))` : `((1 ${name} 2) IS NULL)`,
    );
    expect(printed(`NOT 1 ${name} 2`)).toBe(
      isLogical ? `((NOT 1) ${name} 2)` : `(NOT (1 ${name} 2))`,
    );
    expect(printed(`- 1 ${name} 2`)).toBe(`((- 1) ${name} 2)`);
    expect(printed(`1 ${name} 2 AT TIME ZONE 3`)).toBe(`(1 ${name} (2 AT TIME ZONE 3))`);
  });
});

describe("names mean the same wherever a part of a statement goes", () => {
  test.each([
    ["the relation of the innermost query", "SELECT r.a FROM (SELECT r.a FROM t AS r) AS r"],
    ["a relation of an outer query", "SELECT (SELECT r0.a AS value) AS x FROM t AS r0"],
    [
      "a relation before a LATERAL one",
      "SELECT r1.x FROM t AS r0, LATERAL (SELECT r0.a AS x) AS r1",
    ],
    [
      "no relation after it",
      undefined,
      "SELECT 1 AS x FROM LATERAL (SELECT r1.a AS x) AS r0, t AS r1",
    ],
    [
      "no relation beside it without LATERAL",
      undefined,
      "SELECT 1 AS x FROM t AS r0, (SELECT r0.a AS x) AS r1",
    ],
  ])("%s", (_, sql, refused = sql) => {
    const isRead = (text: string): boolean => {
      try {
        parseStatement(text);
        return true;
      } catch (error) {
        if (error instanceof UnknownSql) return false;
        throw error;
      }
    };
    expect(isRead(refused!)).toBe(sql !== undefined);
  });

  test("two relations of one name get two names", () => {
    const sql = "SELECT r.a FROM (SELECT r.a FROM t AS r) AS r";
    expect(printStatement(parseStatement(sql))).toBe(
      "SELECT r.a FROM (SELECT r_2.a FROM t AS r_2) AS r",
    );
  });
});
