import { isAggregating } from "./numbering.ts";
import type { Cte, Expression, Query, Relation } from "./tree.ts";
import { isConstant } from "./walk.ts";

/** Knows which queries have one row at most. */
export class RowCounts {
  readonly #known: Map<Query, boolean> = new Map();

  /** Counts the relations that may have more than one row. The others multiply no rows. */
  multiRow(relations: readonly Relation[]): number {
    return relations.filter((relation) => !this.#isOneRow(relation)).length;
  }

  #isOneRow({ source }: Relation): boolean {
    return source.kind === "query" && this.#isAtMostOne(source.query);
  }

  #isAtMostOne(query: Query): boolean {
    const known = this.#known.get(query);
    if (known !== undefined) return known;
    const result = this.#compute(query);
    this.#known.set(query, result);
    return result;
  }

  #compute(query: Query): boolean {
    if (query.kind === "values") return query.rows.length === 1;
    if (query.limit?.kind === "atom" && query.limit.text === "1") return true;
    if (query.kind === "union") return false;
    if (query.groupBy.length === 0 && isAggregating(query)) return true;
    return query.groupBy.length === 0 && this.multiRow(query.from) === 0;
  }
}

/**
 * Checks that a query may have many rows: they are those of tables, and neither LIMIT nor a constant key restricts
 * them.
 */
export function rowsMayBeMany(query: Query): boolean {
  if (query.kind === "values" || query.limit !== undefined) return false;
  if (query.kind === "union") return query.arms.some(rowsMayBeMany);
  if (query.where.some(isConstantKey)) return false;
  if (query.groupBy.length === 0 && isAggregating(query)) return false;
  return query.from.some(({ source, isOptional }) => {
    if (isOptional === true || source.kind === "function") return false;
    if (source.kind === "table") return true;
    return source.kind === "query" ? rowsMayBeMany(source.query) : rowsOfWithMayBeMany(source.cte);
  });
}

function rowsOfWithMayBeMany({ isRecursive, query }: Cte): boolean {
  return !isRecursive && rowsMayBeMany(query);
}

/** Checks that a predicate compares a column with a value that is the same for all rows, such as a parameter. */
function isConstantKey(predicate: Expression): boolean {
  if (predicate.kind !== "operation" || predicate.operator !== "=") return false;
  return predicate.operands.some(isConstant);
}
