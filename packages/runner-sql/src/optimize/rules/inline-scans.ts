import { copySelect } from "../copy-select.ts";
import { hasWindows, isAggregating } from "../numbering.ts";
import type { Rule } from "../rule.ts";
import { type Cte, type Expression, type Relation, type Select, type Statement } from "../tree.ts";
import { someExpression, walkQueries } from "../walk.ts";

/**
 * Reads a table where a WITH only reads it, and drops a WITH that nothing reads.
 *
 * Proof: a scan of a table without predicates, groups, windows, order and LIMIT brings the same rows wherever it stands
 * in a statement, since a statement sees one snapshot. Its columns are columns of the table, so that reading them twice
 * computes nothing twice. Its rows have no order that two readers could agree on: their number, if anyone read it, would
 * be a window, and the scan stays.
 */
export const inlineScans: Rule = {
  name: "inline-scans",
  apply: (statement, reads) => {
    let isChanged = false;
    const readers = readersOf(statement);
    walkQueries(statement, (query) => {
      if (query.kind === "values" || query.ctes.length === 0) return;
      query.ctes = query.ctes.filter((cte) => {
        const relations = readers.get(cte) ?? [];
        const isInlined = relations.length === 0 || isScan(cte);
        if (!isInlined) return true;
        for (const relation of relations)
          relation.source = { kind: "query", query: copySelect(cte.query as Select, reads) };
        isChanged = true;
        return false;
      });
    });
    return isChanged;
  },
};

function readersOf(statement: Statement): Map<Cte, Relation[]> {
  const readers = new Map<Cte, Relation[]>();
  const add = (relation: Relation): void => {
    if (relation.source.kind !== "cte") return;
    const { cte } = relation.source;
    readers.set(cte, [...(readers.get(cte) ?? []), relation]);
  };
  walkQueries(statement, (query) => {
    if (query.kind === "select") query.from.forEach(add);
  });
  return readers;
}

function isScan({ query, columns, isRecursive }: Cte): boolean {
  if (isRecursive || columns !== undefined || query.kind !== "select") return false;
  if (query.ctes.length > 0 || query.where.length > 0 || query.orderBy.length > 0) return false;
  if (query.limit !== undefined || query.offset !== undefined) return false;
  if (query.from.length !== 1 || query.from[0]?.source.kind !== "table") return false;
  if (isAggregating(query) || hasWindows(query)) return false;
  const isComputed = ({ kind }: Expression): boolean => kind === "subquery" || kind === "aggregate";
  return query.items.every(({ expression }) => !someExpression(expression, isComputed));
}
