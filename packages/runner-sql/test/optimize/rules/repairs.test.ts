import { describe, expect, test } from "vitest";
import { joinFinds } from "../../../src/optimize/rules/join-finds.ts";
import { orderFlatMaps } from "../../../src/optimize/rules/order-flat-maps.ts";
import { applied, scan } from "../apply.ts";

const inner =
  "SELECT (ROW_NUMBER() OVER (ORDER BY t.x) - 1)::int8 AS index, t.x AS _0 FROM t AS t WHERE (t.k = r1._0)";

describe("flat_map orders by both arrays", () => {
  test("in the result", () => {
    const sql = `SELECT r2._0 FROM (${scan}) AS r1, LATERAL (${inner}) AS r2 ORDER BY r1.index`;
    expect(applied(sql, orderFlatMaps)).toBe(`${sql}, r2.index`);
  });

  test("in the numbers of its items", () => {
    const flat = (index: string): string =>
      `SELECT r3._0 FROM (SELECT ${index} AS index, r2._0 FROM (${scan}) AS r1, LATERAL (${inner}) AS r2) AS r3 ORDER BY r3.index`;
    const both = "(ROW_NUMBER() OVER (ORDER BY r1.index, r2.index) - 1)::int8";
    expect(applied(flat("r1.index"), orderFlatMaps)).toBe(flat(both));
  });

  test("but not where the inner position is used", () => {
    const sql = `SELECT r2.index, r2._0 FROM (${scan}) AS r1, LATERAL (${inner}) AS r2 ORDER BY r1.index`;
    expect(applied(sql, orderFlatMaps)).toBe(sql);
  });

  test.each([
    ["no position", "SELECT r2._0"],
    ["a position that is the inner one", "SELECT (r1._0 + 0::int8) AS index, r2._0"],
  ])("and not where it has %s", (_, items) => {
    const sql = `${items} FROM (${scan}) AS r1, LATERAL (${inner}) AS r2`;
    expect(applied(sql, orderFlatMaps)).toBe(sql);
  });

  test("and not where something is computed to sort by", () => {
    const sql = `SELECT r2._0 FROM (${scan}) AS r1, LATERAL (${inner}) AS r2 ORDER BY (- r1.index)`;
    expect(applied(sql, orderFlatMaps)).toBe(sql);
  });

  test("and a lookup of one row is no flat_map", () => {
    const sql = `SELECT r2._0 FROM (${scan}) AS r1, LATERAL (${inner} LIMIT 1) AS r2 ORDER BY r1.index`;
    expect(applied(sql, orderFlatMaps)).toBe(sql);
  });
});

describe("without any rule, an order is said where it was left to the rows", () => {
  test("of joined texts", () => {
    const sql = `SELECT STRING_AGG(r1._0::text, ','::text) AS value FROM (${scan}) AS r1`;
    expect(applied(sql)).toBe(
      `SELECT STRING_AGG(r1._0::text, ','::text ORDER BY r1.index) AS value FROM (${scan}) AS r1`,
    );
  });

  test("of inserted rows", () => {
    const sql = `INSERT INTO orders (id) SELECT r1._0 AS id FROM (${scan}) AS r1`;
    expect(applied(sql)).toBe(`${sql} ORDER BY r1.index`);
  });

  test.each([
    ["of two relations", `SELECT r1._0 AS id FROM (${scan}) AS r1, u AS u`],
    ["of no relation", "SELECT 1::int8 AS id"],
    ["of a table", "SELECT t.id FROM t AS t"],
    ["of groups", `SELECT r1._0 AS id FROM (${scan}) AS r1 GROUP BY r1._0`],
    ["that are sorted", `SELECT r1._0 AS id FROM (${scan}) AS r1 ORDER BY r1._0`],
    ["of several queries", "SELECT 1::int8 AS id UNION ALL SELECT 2::int8 AS id"],
  ])("but not of inserted rows %s", (_, query) => {
    const sql = `INSERT INTO orders (id) ${query}`;
    expect(applied(sql)).toBe(sql);
  });

  test("and a statement stays if no column says it", () => {
    const sql = "SELECT STRING_AGG(r1.x, ','::text) AS value FROM (SELECT t.x FROM t AS t) AS r1";
    expect(applied(sql, joinFinds)).toBe(sql);
  });
});

describe("find", () => {
  const found = "SELECT 1::int2 AS _t, t.x AS _1 FROM t AS t WHERE (t.id = 3::int8) LIMIT 1";
  const union = `(${found}) UNION ALL SELECT 0::int2 AS _t, NULL::text AS _1`;

  test("is one row of aggregates in DuckDB", () => {
    const capital = union.replaceAll("::int2", "::INT2");
    expect(
      applied(`SELECT r1._t, r1._1 FROM (${capital}) AS r1 ORDER BY (- r1._t) LIMIT 1`, joinFinds),
    ).toBe(
      "SELECT r1._t, r1._1 FROM (SELECT COUNT(*)::INT2 AS _t, FIRST(found._1) AS _1 " +
        "FROM (SELECT t.x AS _1 FROM t AS t WHERE (t.id = 3::int8) LIMIT 1) AS found) AS r1",
    );
  });

  test("is a join", () => {
    const sql = `SELECT r1._t, r1._1 FROM (${union}) AS r1 ORDER BY (- r1._t) LIMIT 1`;
    expect(applied(sql, joinFinds)).toBe(
      `SELECT COALESCE(r1._t, 0::int2) AS _t, r1._1 FROM (SELECT 1) AS one LEFT JOIN (${found}) AS r1 ON TRUE`,
    );
  });

  test("as a value needs no join", () => {
    const sql = `SELECT (SELECT r1._1 FROM (${union}) AS r1 ORDER BY (- r1._t) LIMIT 1) AS value`;
    expect(applied(sql, joinFinds)).toBe(
      "SELECT (SELECT t.x AS _1 FROM t AS t WHERE (t.id = 3::int8) LIMIT 1) AS value",
    );
  });

  test.each([
    ["of another value than NULL", union.replace("NULL::text", "''::text")],
    ["of other tags", union.replace("0::int2", "2::int2")],
    ["of more rows than one", union.replace("LIMIT 1", "LIMIT 2")],
  ])("%s stays a union", (_, changed) => {
    const sql = `SELECT r1._t, r1._1 FROM (${changed}) AS r1 ORDER BY (- r1._t) LIMIT 1`;
    expect(applied(sql, joinFinds)).toBe(sql);
  });
});
