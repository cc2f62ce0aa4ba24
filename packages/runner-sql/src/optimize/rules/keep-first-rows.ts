import { RowCounts } from "../row-count.ts";
import type { Rule } from "../rule.ts";
import type { Cte, Relation, Select } from "../tree.ts";
import { expressionsOf, queriesOf, walkExpression, walkQueries } from "../walk.ts";

/**
 * Computes the first rows of a table before they are joined with other rows: `sort | slice | flat_map`.
 *
 * Proof: a WITH that is materialized has the rows of its query, and that one is about nothing outside. DuckDB 1.5 filters
 * the table by the keys of the other rows before it takes the first ones, which are then others (duckdb/duckdb#22963).
 * PostgreSQL computes a query with LIMIT before the join in any case. An outer join of one row filters nothing.
 */
export const keepFirstRows: Rule = {
  name: "keep-first-rows",
  apply: (statement) => {
    const rowCounts = new RowCounts();
    let isChanged = false;
    walkQueries(statement, (query) => {
      if (query.kind !== "select") return;
      const joined = query.from.filter(({ isOptional }) => isOptional !== true);
      if (rowCounts.multiRow(joined) < 2) return;
      for (const relation of joined) if (materialize(query, relation)) isChanged = true;
    });
    return isChanged;
  },
};

/** Moves a query for first rows, or one in it, into a WITH of the SELECT that joins them. */
function materialize(select: Select, relation: Relation): boolean {
  const { source } = relation;
  if (source.kind !== "query" || source.query.kind !== "select") return false;
  const { query } = source;
  if (query.limit === undefined || query.orderBy.length === 0) {
    // Further out, its common tables are not known.
    if (query.ctes.length > 0) return false;
    return query.from.map((inner) => materialize(select, inner)).includes(true);
  }
  if (!isClosed(query, new Set())) return false;
  const cte: Cte = { name: relation.alias, columns: undefined, isRecursive: false, query };
  cte.isMaterialized = true;
  select.ctes = [...select.ctes, cte];
  relation.source = { kind: "cte", cte };
  return true;
}

/** Checks that a query and those in it mention no relation of another one. */
function isClosed(query: Select, outer: ReadonlySet<Relation>): boolean {
  const known = new Set([...outer, ...query.from]);
  let isOwn = query.from.every(({ source }) => source.kind !== "function");
  for (const expression of expressionsOf(query)) {
    walkExpression(expression, (part) => {
      if (part.kind === "column" || part.kind === "wholeRow") isOwn &&= known.has(part.relation);
    });
  }
  return (
    isOwn && queriesOf(query).every((inner) => inner.kind === "select" && isClosed(inner, known))
  );
}
