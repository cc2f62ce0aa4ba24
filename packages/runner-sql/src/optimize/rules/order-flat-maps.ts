import { type Demands, isUnused } from "../demand.ts";
import { isAggregating, numbering, outputNames } from "../numbering.ts";
import type { Rule } from "../rule.ts";
import type { RowCounts } from "../row-count.ts";
import { column, type Expression, type Relation, type Select } from "../tree.ts";
import { walkQueries } from "../walk.ts";

/**
 * Repairs `flat_map`, whose items the compiler orders by the outer array alone: `ORDER BY r0.index`, where the inner
 * array's `r1.index` decides between the items of one outer item. The database may then bring a sorted inner array in
 * any order, and DuckDB does.
 *
 * Recognised by a SELECT from an array and, LATERAL, another one with positions of its own that nothing reads. To order
 * by further keys only decides between rows that had no order. Where the outer position is the number of the result's
 * items, two items had the same number; they are numbered by both positions.
 */
export const orderFlatMaps: Rule = {
  name: "order-flat-maps",
  apply: (statement, { demands, rowCounts }) => {
    let isChanged = false;
    walkQueries(statement, (query) => {
      if (query.kind !== "select" || isAggregating(query)) return;
      const inner = innerArray(query, demands, rowCounts);
      if (inner !== undefined && orderBy(query, inner)) isChanged = true;
    });
    return isChanged;
  },
};

/** Returns the relation with the inner items; undefined if there is none, or more than one. */
function innerArray(
  { from }: Select,
  demands: Demands,
  rowCounts: RowCounts,
): Relation | undefined {
  const [outer, inner, ...others] = from.filter((relation) => rowCounts.multiRow([relation]) > 0);
  if (outer === undefined || inner === undefined || others.length > 0) return undefined;
  if (!inner.isLateral || inner.source.kind !== "query") return undefined;
  const hasPositions = outputNames(inner)?.includes("index") ?? false;
  return hasPositions && isUnused(demands.of(inner, "index")) ? inner : undefined;
}

function orderBy(select: Select, inner: Relation): boolean {
  const last = column(inner, "index");
  const isOfOther = (key: Expression | undefined): boolean =>
    key?.kind === "column" && key.relation !== inner;
  if (select.orderBy.length > 0) {
    if (!isOfOther(select.orderBy.at(-1))) return false;
    select.orderBy = [...select.orderBy, last];
    return true;
  }
  const position = select.items.findIndex(({ name }) => name === "index");
  const item = select.items[position];
  if (item === undefined || !isOfOther(item.expression)) return false;
  select.items[position] = { ...item, expression: numbering([item.expression, last]) };
  return true;
}
