import { programCases, showcase, showcaseNames, tablePrograms } from "@lutra-internal/fixtures";
import { programCodec, type SqlProgram } from "@lutra/bin/program";
import { describe, expect, test } from "vitest";
import { UnknownSql } from "../../src/optimize/parse/lexer.ts";
import { parseStatement } from "../../src/optimize/parse/parse.ts";
import { printStatement } from "../../src/optimize/print.ts";

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
