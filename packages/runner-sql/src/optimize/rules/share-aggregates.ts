import { isAggregating } from "../numbering.ts";
import type { Rule } from "../rule.ts";
import { column, type Cte, type Expression, type Relation, type Select } from "../tree.ts";
import { mapExpression, someExpression, walkQueries } from "../walk.ts";

/**
 * Computes several aggregates of one WITH in one pass over it: `{t | count, t | map(x -> x.n) | sum}`.
 *
 * Proof: each aggregate is a subquery of one row, `SELECT agg(...) FROM t`, that depends on nothing outside. The aggregates
 * of one SELECT see the same rows, those of `t`, as each of them did alone. A SELECT without FROM has one row, and so has
 * one that reads the one row of all aggregates; each was computed once before, and is now. Where a condition decides
 * whether a subquery is computed at all, such as in a CASE, it stays.
 *
 * A WITH that is then read once, by the SELECT that declares it, is read in its place.
 */
export const shareAggregates: Rule = {
  name: "share-aggregates",
  leavesSelects: true,
  apply: (statement) => {
    let isChanged = false;
    const readers = new Map<Cte, number>();
    walkQueries(statement, (query) => {
      if (query.kind !== "select") return;
      for (const { source } of query.from) {
        if (source.kind === "cte") readers.set(source.cte, (readers.get(source.cte) ?? 0) + 1);
      }
    });
    walkQueries(statement, (query) => {
      if (query.kind === "select" && share(query, readers)) isChanged = true;
    });
    return isChanged;
  },
};

function share(select: Select, readers: ReadonlyMap<Cte, number>): boolean {
  if (select.from.length > 0 || select.where.length > 0 || isAggregating(select)) return false;
  if (select.limit !== undefined || select.offset !== undefined) return false;
  const found = new Map<Cte, number[]>();
  for (const [i, { expression }] of select.items.entries()) {
    const cte = aggregatedCte(expression);
    if (cte !== undefined) found.set(cte, [...(found.get(cte) ?? []), i]);
  }
  let isChanged = false;
  for (const [cte, positions] of found) {
    if (positions.length < 2) continue;
    const isOnlyReader = readers.get(cte) === positions.length && select.ctes.includes(cte);
    const isInlined = isOnlyReader && !cte.isRecursive && cte.columns === undefined;
    const source: Relation["source"] = isInlined
      ? { kind: "query", query: cte.query }
      : { kind: "cte", cte };
    if (isInlined) select.ctes = select.ctes.filter((known) => known !== cte);
    shareOne(select, positions, { alias: cte.name, columns: undefined, source, isLateral: false });
    isChanged = true;
  }
  return isChanged;
}

/** Moves the aggregates at some positions into one SELECT from a relation. */
function shareOne(select: Select, positions: readonly number[], from: Relation): void {
  const query: Select = { ...select, ctes: [], items: [], from: [from], orderBy: [] };
  const shared: Relation = {
    alias: from.alias,
    columns: undefined,
    source: { kind: "query", query },
    isLateral: false,
  };
  for (const position of positions) {
    const item = select.items[position];
    if (item?.expression.kind !== "subquery") continue;
    const { items } = item.expression.query as Select;
    const name = `_${query.items.length}`;
    for (const { expression } of items) {
      query.items.push({ name, expression: mapExpression(expression, readFrom(from)) });
    }
    select.items[position] = { ...item, expression: column(shared, name) };
  }
  select.from.push(shared);
}

/** Makes all columns those of one relation. */
function readFrom(relation: Relation): (part: Expression) => Expression {
  return (part) =>
    part.kind === "column" || part.kind === "wholeRow" ? { ...part, relation } : part;
}

/** Returns the WITH of whose rows an expression is an aggregate; undefined if it is anything else. */
function aggregatedCte(expression: Expression): Cte | undefined {
  if (expression.kind !== "subquery" || expression.query.kind !== "select") return undefined;
  const { ctes, items, from, where, groupBy, orderBy, limit, offset } = expression.query;
  const [relation, ...otherRelations] = from;
  const [item, ...otherItems] = items;
  if (relation?.source.kind !== "cte" || relation.columns !== undefined) return undefined;
  if (item === undefined || otherRelations.length > 0 || otherItems.length > 0) return undefined;
  if (ctes.length > 0 || where.length > 0 || groupBy.length > 0 || orderBy.length > 0)
    return undefined;
  if (limit !== undefined || offset !== undefined) return undefined;
  const isOwn = !someExpression(item.expression, (part) => {
    if (part.kind === "column" || part.kind === "wholeRow") return part.relation !== relation;
    return part.kind === "subquery" || (part.kind === "aggregate" && part.over !== undefined);
  });
  return isOwn && isAggregating(expression.query) ? relation.source.cte : undefined;
}
