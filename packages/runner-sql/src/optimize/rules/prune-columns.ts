import { isUnused } from "../demand.ts";
import { isAggregating } from "../numbering.ts";
import type { Rule } from "../rule.ts";
import { atom, type Expression, type Item, operation, type Select } from "../tree.ts";
import { someExpression, walkQueries } from "../walk.ts";

/**
 * Leaves out columns that nothing reads, numbers of rows among them.
 *
 * Proof: the functions that the optimizer knows have no effects, so a value that nothing reads can only cost time, or
 * fail. SQL does not promise that an unread column of a subquery is computed, and PostgreSQL does not compute it. The
 * number of rows stays: an aggregating SELECT without GROUP BY keeps an aggregate, and a SELECT keeps one column.
 */
export const pruneColumns: Rule = {
  name: "prune-columns",
  apply: (statement, { demands }) => {
    let isChanged = false;
    walkQueries(statement, (query) => {
      if (query.kind !== "select") return;
      const outputs = demands.outputsOf(query);
      const kept = query.items.filter(
        (_, i) => !isUnused(outputs[i] ?? { values: 1, orders: 0, tops: 0 }),
      );
      if (kept.length === query.items.length) return;
      const items = withColumn(query, kept);
      if (items.length === query.items.length && query.items.every(readsNothing)) return;
      query.items = items;
      isChanged = true;
    });
    return isChanged;
  },
};

/**
 * Returns the columns that are read; if there are none, one that reads no column, since those of relations are left out
 * as well.
 */
function withColumn(select: Select, kept: Item[]): Item[] {
  const isOneRow = isAggregating(select) && select.groupBy.length === 0;
  if (isOneRow && !isAggregating({ ...select, items: kept })) {
    return [...kept, { expression: count, name: freeName(kept) }];
  }
  if (kept.length > 0) return kept;
  return [{ expression: operation("cast", ["", "::int4"], atom("1")), name: "value" }];
}

const count: Expression = { kind: "aggregate", name: "COUNT", args: [], orderBy: [] };

function freeName(items: readonly Item[]): string {
  let name = "value";
  for (let i = 2; items.some((item) => item.name === name); i++) name = `value_${i}`;
  return name;
}

function readsNothing({ expression }: Item): boolean {
  return !someExpression(
    expression,
    ({ kind }) => kind === "column" || kind === "subquery" || kind === "wholeRow",
  );
}
