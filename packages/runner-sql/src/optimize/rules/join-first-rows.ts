import { Failing } from "../failing.ts";
import { freeName, isEqual, type Lookup, lookupOf } from "../lookup.ts";
import type { Reads } from "../reads.ts";
import { Repetition } from "../repetition.ts";
import type { Rule } from "../rule.ts";
import {
  column,
  type Cte,
  type Expression,
  operation,
  type Query,
  type Relation,
  type Select,
} from "../tree.ts";
import { isConstant, mapExpression, someExpression, walkQueries } from "../walk.ts";
import { isOfDuckDb } from "./join-finds.ts";

/**
 * Finds the first row of each key of some rows in one pass, and joins that, in DuckDB: `slice` and then a lookup for each.
 *
 * Proof: a group of the rows that equal a key has a row if the lookup of that key has one, and FIRST brings the values of
 * the same row in all its columns; any of the rows will do, since the lookup has no order. Keys are equal in a group as
 * they are equal in a comparison, collations and zeros with signs included, so each key has one group at most. Rows of
 * other keys are left out by IN, and neither predicates nor columns may fail for further rows of the keys.
 *
 * DuckDB makes a join of the lookup itself, for which it numbers the rows of each key; that takes longer than the rest
 * (`npm run bench -- tables`). The rule is for first rows only, which are kept for reading them twice.
 */
export const joinFirstRows: Rule = {
  name: "join-first-rows",
  apply: (statement, { reads }) => {
    if (!("query" in statement)) return false;
    const repetition = new Repetition(statement);
    const failing = new Failing(reads, (expression) => expression);
    let isChanged = false;
    walkQueries(statement, (query) => {
      if (query.kind === "select" && repetition.levelOf(query) === 0)
        isChanged = joinAll(query, reads, failing) || isChanged;
    });
    return isChanged;
  },
};

/** Joins all lookups that a SELECT has for each of its first rows. */
function joinAll(select: Select, reads: Reads, failing: Failing): boolean {
  const [rows, ...others] = select.from;
  if (rows === undefined || limitedQueryOf(rows) === undefined) return false;
  const isKey = (expression: Expression): boolean =>
    expression.kind === "column" && reads.has(expression);
  let isChanged = false;
  for (const relation of others) {
    const lookup = lookupOf(relation, failing, isKey);
    if (lookup === undefined || !isOfDuckDb(lookup.select)) continue;
    const [[, outer] = [], ...more] = lookup.keys;
    if (outer === undefined || more.length > 0 || lookup.select.orderBy.length > 0) continue;
    const isForeign = (part: Expression): boolean =>
      part.kind === "column" ? part.relation !== rows : !isComputed(part);
    if (someExpression(outer, isForeign)) continue;
    join(select, rows, relation, lookup);
    isChanged = true;
  }
  return isChanged;
}

function isComputed({ kind }: Expression): boolean {
  return kind === "operation" || kind === "atom";
}

/** Returns the query of a relation whose rows are the first of others; undefined for other relations. */
function limitedQueryOf({ source }: Relation): Query | undefined {
  if (source.kind === "table" || source.kind === "function") return undefined;
  if (source.kind === "cte" && source.cte.isMaterialized !== true) return undefined;
  const query = source.kind === "cte" ? source.cte.query : source.query;
  return query.kind === "select" && query.limit !== undefined ? query : undefined;
}

/** Replaces a lookup by a join with the first rows of all keys. */
function join(select: Select, rows: Relation, relation: Relation, lookup: Lookup): void {
  const cte = materialized(select, rows);
  const [key, outer] = lookup.keys[0]!;
  const again: Relation = { ...rows, source: { kind: "cte", cte } };
  const known = mapExpression(outer, (part) =>
    part.kind === "column" ? { ...part, relation: again } : part,
  );
  const { items } = lookup.select;
  const read = items.filter(({ expression }) => !isConstant(expression));
  const keyName = freeName("key", new Set(items.map(({ name }) => name)));
  const first = selectOf(
    [
      ...read.map(({ expression, name }) => ({ expression: firstOf(expression), name })),
      { expression: key, name: keyName },
    ],
    lookup.select.from,
  );
  const keys = selectOf([{ expression: known, name: keyName }], [again]);
  const isKnown = operation("in", ["(", " IN ", ")"], key, { kind: "subquery", query: keys });
  first.where = [...lookup.own, isKnown];
  first.groupBy = [key];
  const found: Cte = { name: "found", columns: undefined, isRecursive: false, query: first };
  select.ctes = [...select.ctes, found];
  const row: Relation = {
    alias: "found",
    columns: undefined,
    source: { kind: "cte", cte: found },
    isLateral: false,
  };
  const joined = selectOf(
    items.map(({ expression, name }) => ({
      expression: isConstant(expression) ? expression : column(row, name!),
      name,
    })),
    [row],
  );
  joined.where = [isEqual(column(row, keyName), outer)];
  relation.source = { kind: "query", query: joined };
}

/** Moves the query of a relation into a WITH, if it is not in one already. */
function materialized(select: Select, relation: Relation): Cte {
  const { source } = relation;
  if (source.kind === "cte") return source.cte;
  if (source.kind !== "query") throw new TypeError("the relation has no query");
  const cte: Cte = {
    name: relation.alias,
    columns: undefined,
    isRecursive: false,
    isMaterialized: true,
    query: source.query,
  };
  select.ctes = [...select.ctes, cte];
  relation.source = { kind: "cte", cte };
  return cte;
}

function firstOf(expression: Expression): Expression {
  return { kind: "aggregate", name: "FIRST", args: [expression], orderBy: [] };
}

function selectOf(items: Select["items"], from: Select["from"]): Select {
  const bare = { ctes: [], where: [], groupBy: [], orderBy: [] };
  return { kind: "select", ...bare, limit: undefined, offset: undefined, items, from };
}
