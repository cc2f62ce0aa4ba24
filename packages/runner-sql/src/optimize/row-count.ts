import { isAggregating } from "./numbering.ts";
import type { Query, Relation } from "./tree.ts";

/** Knows which queries have one row at most. */
export class RowCounts {
  readonly #known: Map<Query, boolean> = new Map();

  /** Counts the relations that may have more than one row: rows of the others multiply nothing. */
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
