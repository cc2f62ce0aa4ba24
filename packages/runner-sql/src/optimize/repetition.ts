import type { Expression, Query, Relation, Statement } from "./tree.ts";
import { expressionsOf, queriesOf, queriesOfStatement, walkExpression } from "./walk.ts";

/** Knows which queries of a statement run once for each row of another one. */
export class Repetition {
  /** Number of queries around a relation's. */
  readonly #depths: Map<Relation, number> = new Map();
  /** Smallest depth of a relation that a query, or one in it, mentions. */
  readonly #reach: Map<Query, number> = new Map();
  readonly #levels: Map<Query, number> = new Map();

  constructor(statement: Statement) {
    if (!("query" in statement)) {
      for (const relation of [statement.target, ...statement.from]) this.#depths.set(relation, 0);
    }
    for (const root of queriesOfStatement(statement)) {
      this.#measure(root, 1);
      this.#walk(root, 1, this.#isCorrelated(root, 1) ? 1 : 0);
    }
  }

  /** Returns the number of queries around a query, itself included, that run for each row of another one. */
  levelOf(query: Query): number {
    return this.#levels.get(query) ?? 0;
  }

  #isCorrelated(query: Query, depth: number): boolean {
    return (this.#reach.get(query) ?? depth) < depth;
  }

  #measure(query: Query, depth: number): number {
    let reach = depth;
    const visit = (expression: Expression): void => {
      if (expression.kind === "column" || expression.kind === "wholeRow")
        reach = Math.min(reach, this.#depths.get(expression.relation) ?? depth);
    };
    if (query.kind === "select") {
      for (const relation of query.from) {
        this.#depths.set(relation, depth);
        const { source } = relation;
        if (source.kind === "function") walkExpression(source.call, visit);
      }
    }
    for (const expression of expressionsOf(query)) walkExpression(expression, visit);
    for (const inner of queriesOf(query)) reach = Math.min(reach, this.#measure(inner, depth + 1));
    this.#reach.set(query, reach);
    return reach;
  }

  #walk(query: Query, depth: number, level: number): void {
    this.#levels.set(query, level);
    // A query that mentions nothing outside runs once, and so does the query of a relation or of a WITH.
    const tables = new Set<Query>();
    const steps = new Set<Query>();
    if (query.kind !== "values")
      for (const cte of query.ctes) (cte.isRecursive ? steps : tables).add(cte.query);
    if (query.kind === "union") for (const arm of query.arms) tables.add(arm);
    if (query.kind === "select") {
      for (const { source, isLateral } of query.from)
        if (source.kind === "query" && !isLateral) tables.add(source.query);
    }
    for (const inner of queriesOf(query)) {
      const isRepeated =
        steps.has(inner) || (!tables.has(inner) && this.#isCorrelated(inner, depth + 1));
      this.#walk(inner, depth + 1, isRepeated ? level + 1 : level);
    }
  }
}
