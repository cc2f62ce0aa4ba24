import { createRandom } from "@lutra-internal/testing";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { layOutSql, optimizeSql, postgresRules } from "../../src/index.ts";
import { TokenReader } from "../../src/optimize/parse/token-reader.ts";

const scan = "SELECT (ROW_NUMBER() OVER ()-1)::int8 AS index, r0.id::int8 AS _0 FROM orders AS r0";

describe("a statement with anything that the compiler does not write stays, byte for byte", () => {
  test.each([
    ["a comment", `SELECT r1._0 FROM (${scan}) AS r1 -- all of them`],
    ["two WITH clauses", `WITH a AS (${scan}) (WITH b AS (${scan}) SELECT r1._0 FROM b AS r1)`],
    ["a comment without a blank", `SELECT r1._0 FROM (${scan}) AS r1 --all of them`],
    ["a comment that is a number", `SELECT 1 --1 AS x\nAS value FROM (${scan}) AS r1`],
    ["a comment in the middle", `SELECT /* all */ r1._0 FROM (${scan}) AS r1`],
    ["a function that it does not know", `SELECT random() AS x FROM (${scan}) AS r1`],
    ["a function with effects", `SELECT nextval('s') AS x, r1._0 FROM (${scan}) AS r1`],
    ["a join", `SELECT r1._0 FROM (${scan}) AS r1 JOIN t ON TRUE`],
    ["DISTINCT", `SELECT DISTINCT r1._0 FROM (${scan}) AS r1`],
    ["HAVING", `SELECT COUNT(r1.*) AS x FROM (${scan}) AS r1 GROUP BY r1._0 HAVING TRUE`],
    ["a descending order", `SELECT r1._0 FROM (${scan}) AS r1 ORDER BY r1._0 DESC`],
    ["UNION without ALL", `SELECT r1._0 FROM (${scan}) AS r1 UNION SELECT 1 AS _0`],
    ["IN", `SELECT r1._0 FROM (${scan}) AS r1 WHERE r1._0 IN (1, 2)`],
    ["EXISTS", `SELECT r1._0 FROM (${scan}) AS r1 WHERE EXISTS (SELECT 1 AS x)`],
    ["all columns", `SELECT * FROM (${scan}) AS r1`],
    ["FOR UPDATE", `SELECT r1._0 FROM (${scan}) AS r1 FOR UPDATE`],
    ["two statements", `SELECT r1._0 FROM (${scan}) AS r1; SELECT 1`],
    ["a string with escapes", `SELECT E'\\n' AS x FROM (${scan}) AS r1`],
    ["a string between dollars", `SELECT $$x$$ AS x FROM (${scan}) AS r1`],
    ["a name with capitals", `SELECT r1._0 FROM (SELECT r0.Id AS _0 FROM orders AS r0) AS r1`],
    ["a column without a relation", `SELECT id FROM orders WHERE id > 5`],
    ["a column that is not there", `SELECT r1._7 FROM (${scan}) AS r1`],
    ["a window by groups", `SELECT SUM(r1._0) OVER (PARTITION BY r1._0) AS x FROM (${scan}) AS r1`],
    ["an order of equal rows", `SELECT COUNT(DISTINCT r1._0) AS x FROM (${scan}) AS r1`],
    [
      "a table called as a query",
      `WITH r1 AS (${scan}) SELECT r1._0 FROM (SELECT r9.a AS _0 FROM r1 AS r9) AS r1`,
    ],
    ["nothing", ""],
    ["half a statement", `SELECT r1._0 FROM (${scan}`],
  ])("%s", (_, sql) => {
    expect(optimizeSql(sql, postgresRules)).toEqual({ sql, rules: [], leavesOutNone: false });
  });

  test("a statement that no rule changes", () => {
    const sql = "SELECT ($1::int8   + $2::int8) AS value";
    expect(optimizeSql(sql, postgresRules)).toEqual({ sql, rules: [], leavesOutNone: false });
  });

  test("a long one", () => {
    const sql = `SELECT '${"x".repeat(1 << 20)}'::text AS value FROM (${scan}) AS r1`;
    expect(optimizeSql(sql, postgresRules)).toEqual({ sql, rules: [], leavesOutNone: false });
  });

  test("one with very many levels", () => {
    const sql = `SELECT ${"(".repeat(50_000)}1${")".repeat(50_000)} AS value`;
    expect(optimizeSql(sql, postgresRules)).toEqual({ sql, rules: [], leavesOutNone: false });
  });
});

describe("any change of a statement", () => {
  test("is read, or left as it is", () => {
    const random = createRandom(15);
    const sql = `SELECT COUNT(r2.*) AS value FROM (SELECT r1.index, r1._0 FROM (${scan}) AS r1 WHERE (r1._0 = 3::int8)) AS r2`;
    const pieces = sql.split(/\b/);
    for (let i = 0; i < 3000; i++) {
      const changed = pieces.slice();
      const at = random.below(changed.length);
      if (random.oneIn(2)) changed.splice(at, 1 + random.below(3));
      else changed[at] = random.pick(pieces);
      const text = changed.join("");
      const result = optimizeSql(text, postgresRules);
      expect(result.rules.length > 0 || result.sql === text).toBe(true);
    }
  });
});

describe("what is done grows as the statement does", () => {
  // No time is measured: looks at tokens are counted, and each level is printed once.
  const looksAt = (sql: string): number => {
    const peek = vi.spyOn(TokenReader.prototype, "peek");
    onTestFinished(() => peek.mockRestore());
    peek.mockClear();
    optimizeSql(sql, postgresRules);
    return peek.mock.calls.length;
  };
  const nested = (levels: number): string => {
    let sql = scan;
    for (let i = 1; i <= levels; i++) {
      const keys = `(ROW_NUMBER() OVER (ORDER BY q${i}.index)-1)::int8`;
      sql = `SELECT ${keys} AS index, q${i}._0 FROM (${sql}) AS q${i} WHERE (q${i}._0 > ${i}::int8)`;
    }
    return `SELECT q._0 FROM (${sql}) AS q ORDER BY q.index`;
  };
  const wide = (columns: number): string => {
    const names = Array.from({ length: columns }, (_, i) => `_${i}`);
    const read = names.map((name) => `r0.c${name}::int8 AS ${name}`);
    return `SELECT ${names.map((name) => `r1.${name}`).join(", ")} FROM (SELECT ${read.join(", ")} FROM orders AS r0) AS r1`;
  };
  const lookups = (count: number): string => {
    const found = Array.from({ length: count }, (_, i) => {
      const rows = scan.replaceAll("r0", `t${i}`);
      return `(SELECT q${i}._0 AS value FROM (${rows}) AS q${i} WHERE (q${i}._0 = r1._0) LIMIT 1) AS x${i}`;
    });
    return `SELECT ${found.join(", ")} FROM (${scan}) AS r1 ORDER BY r1.index`;
  };

  test.each([
    ["levels", nested, 40],
    ["columns", wide, 200],
    ["lookups", lookups, 40],
  ])("in %s", (_, make, count) => {
    const [small, large] = [make(count), make(2 * count)];
    expect(looksAt(large)).toBeLessThan(1.1 * looksAt(small) * (large.length / small.length));
    expect(optimizeSql(large, postgresRules).sql.length).toBeLessThan(
      2.2 * optimizeSql(small, postgresRules).sql.length,
    );
  });

  test("and a long statement is not looked at", () => {
    expect(looksAt(`SELECT '${"x".repeat(1 << 20)}'::text AS value FROM orders AS r0`)).toBe(0);
  });
});

test("a layout is for people: clauses on lines, queries further in", () => {
  expect(
    layOutSql(`SELECT r1._0 FROM (${scan}) AS r1 WHERE (r1._0 = 3::int8) ORDER BY r1.index`),
  ).toBe(
    [
      "SELECT r1._0",
      "FROM (",
      "  SELECT (ROW_NUMBER() OVER () - 1)::int8 AS index, r0.id::int8 AS _0",
      "  FROM orders AS r0",
      ") AS r1",
      "WHERE (r1._0 = 3::int8)",
      "ORDER BY r1.index",
    ].join("\n"),
  );
});
