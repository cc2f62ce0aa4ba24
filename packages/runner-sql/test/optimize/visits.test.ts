// Rules about groups look at each part of a statement a few times, however long it is. No time is measured.
import { expect, test } from "vitest";
import { Analysis } from "../../src/optimize/analysis.ts";
import { parseStatement } from "../../src/optimize/parse/parse.ts";
import type { Rule } from "../../src/optimize/rule.ts";
import { groupFlatMaps } from "../../src/optimize/rules/group-flat-maps.ts";
import { groupLookups } from "../../src/optimize/rules/group-lookups.ts";
import { keepGroups } from "../../src/optimize/rules/keep-groups.ts";
import { noTableFacts } from "../../src/optimize/table-facts.ts";

const rows =
  "SELECT (ROW_NUMBER() OVER () - 1)::int8 AS index, t.k::int8 AS _0, t.n::int8 AS _1 FROM t AS t";
const filter = "SELECT r1.index, r1._0, r1._1 WHERE (3::int8 < r1._1)";
const slice =
  "SELECT s.index, s._1 FROM (SELECT (ROW_NUMBER() OVER (ORDER BY q.index) - 1)::int8 AS index, q._1 FROM (SELECT r1.index, r1._0, r1._1) AS q) AS s WHERE (s.index < 2::int8)";
const lookup = "SELECT u.a, u.b AS _1 FROM u AS u WHERE (u.a = r1._0)";
const flatMap =
  "SELECT w.index, u.a, u.b AS _1 FROM LATERAL (SELECT u.a, u.b FROM u AS u WHERE (u.a = r1._1)) AS u, LATERAL (SELECT r1.index AS index) AS w";

/** Returns a `group_map` that counts so many times what a part has for each group, as the compiler writes it. */
function grouped(part: string, count: number): string {
  const numbers = Array.from({ length: count }, (_, i) => i);
  const items = numbers.map((i) => `SUM(p${i}._1) AS _${i + 1}`);
  const laterals = numbers.map((i) => `LATERAL (${part}) AS p${i}`);
  return `SELECT ${["r1._0", ...items].join(", ")} FROM ${[`(${rows}) AS r1`, ...laterals].join(", ")} GROUP BY r1._0`;
}

/** Returns a statement with so many groups of one part each. */
function groups(part: string, count: number): string {
  const sums = Array.from(
    { length: count },
    (_, i) => `(SELECT SUM(g${i}._1) AS value FROM (${grouped(part, 1)}) AS g${i}) AS s${i}`,
  );
  return `SELECT ${sums.join(", ")}`;
}

/** Returns a statement with so many groups, each of what the one in it brings. */
function nested(part: string, count: number): string {
  let sql = grouped(part, 1);
  for (let i = 1; i < count; i++) {
    const read = `SELECT (ROW_NUMBER() OVER () - 1)::int8 AS index, q._0, q._1 FROM (${sql}) AS q`;
    sql = `SELECT r1._0, SUM(p0._1) AS _1 FROM (${read}) AS r1, LATERAL (${part}) AS p0 GROUP BY r1._0`;
  }
  return sql;
}

/** Returns how often a rule looks which kind of thing a part of a statement is. */
function visitsOf(rule: Rule, sql: string): number {
  const statement = parseStatement(sql);
  const analysis = new Analysis(statement, noTableFacts, false);
  let visits = 0;
  const known = new Set<object>();
  const watch = (part: unknown): void => {
    if (typeof part !== "object" || part === null || known.has(part)) return;
    known.add(part);
    if ("kind" in part) {
      const { kind } = part;
      const get = (): unknown => {
        visits++;
        return kind;
      };
      Object.defineProperty(part, "kind", { get, enumerable: true });
    }
    Object.values(part).forEach(watch);
  };
  watch(statement);
  visits = 0;
  expect(rule.apply(statement, analysis)).toBe(true);
  return visits;
}

const shapes = { "parts of a group": grouped, groups, "groups in groups": nested };
const parts = [
  ["filters", filter, keepGroups],
  ["slices", slice, keepGroups],
  ["lookups", lookup, groupLookups],
  ["flat maps", flatMap, groupFlatMaps],
] as const;
const cases = Object.entries(shapes).flatMap(([shape, make]) =>
  parts.map(([kind, part, rule]) => [kind, shape, make, part, rule] as const),
);

test.each(cases)("visits grow as the statement does: %s, %s", (_, __, make, part, rule) => {
  const [small, large] = [visitsOf(rule, make(part, 10)), visitsOf(rule, make(part, 20))];
  expect(small).toBeGreaterThan(100);
  expect(large).toBeLessThan(2.2 * small);
});
