import type { Expression, Query, Relation, Statement } from "./tree.ts";
import { walkExpressions, walkQueries } from "./walk.ts";

/** Number of times that the columns of relations are mentioned. */
export class ColumnUses {
  readonly #counts: Map<Relation, Map<string, number>> = new Map();
  readonly #owners: Map<Relation, Query> = new Map();

  constructor(statement: Statement) {
    walkQueries(statement, (query) => {
      if (query.kind === "select")
        for (const relation of query.from) this.#owners.set(relation, query);
    });
    walkExpressions(statement, (expression, query) => {
      if (expression.kind !== "column") return;
      // What another query mentions, such as one that runs for each row, counts as often.
      const isOwn = this.#owners.get(expression.relation) === query;
      this.add(expression.relation, expression.name, isOwn ? 1 : 2);
    });
  }

  /** Counts mentions of a column; one in an inner query counts twice. */
  of(relation: Relation, name: string): number {
    return this.#counts.get(relation)?.get(name) ?? 0;
  }

  /** Counts further mentions. */
  add(relation: Relation, name: string, count: number): void {
    const known = this.#counts.get(relation) ?? new Map<string, number>();
    known.set(name, (known.get(name) ?? 0) + count);
    this.#counts.set(relation, known);
  }
}

/** Columns of relations that other expressions have taken the place of. */
export class Replacements {
  readonly #columns: Map<Relation, Map<string, Expression>> = new Map();
  readonly #resolved: Map<Expression, Expression> = new Map();

  /** Puts expressions in the place of a relation's columns. */
  set(relation: Relation, columns: Map<string, Expression>): void {
    this.#columns.set(relation, columns);
  }

  /** Returns the expression that stands in the place of another; only the outermost part is looked at. */
  actual(expression: Expression): Expression {
    let result = expression;
    while (result.kind === "column") {
      const next = this.#columns.get(result.relation)?.get(result.name);
      if (next === undefined) return result;
      result = next;
    }
    return result;
  }

  /** Does the same as {@link actual}, remembering what `resolve` makes of it. */
  resolved(expression: Expression, resolve: (actual: Expression) => Expression): Expression {
    const actual = this.actual(expression);
    if (actual === expression) return expression;
    const known = this.#resolved.get(actual);
    if (known !== undefined) return known;
    const result = resolve(actual);
    this.#resolved.set(actual, result);
    return result;
  }
}

/** Returns the relations of which a statement mentions whole rows. */
export function wholeRows(statement: Statement): ReadonlySet<Relation> {
  const found = new Set<Relation>();
  walkExpressions(statement, (expression) => {
    if (expression.kind === "wholeRow") found.add(expression.relation);
  });
  return found;
}
