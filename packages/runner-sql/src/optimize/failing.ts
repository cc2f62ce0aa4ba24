import { isSafeOperator } from "./functions.ts";
import { queryOf } from "./numbering.ts";
import type { Reads } from "./reads.ts";
import type { Column, Expression, Query, Relation, Select } from "./tree.ts";
import { operandsOf } from "./walk.ts";

/**
 * Finds expressions that may fail for some rows, such as a division. They must not be computed for rows that a filter
 * removed.
 */
export class Failing {
  readonly #reads: Reads;
  readonly #known: Map<Expression, boolean> = new Map();
  readonly #actual: (expression: Expression) => Expression;

  /** @param actual what stands in the place of an expression by now */
  constructor(reads: Reads, actual: (expression: Expression) => Expression) {
    this.#reads = reads;
    this.#actual = actual;
  }

  /** Checks whether an expression may fail. */
  of(expression: Expression): boolean {
    const actual = this.#actual(expression);
    const known = this.#known.get(actual);
    if (known !== undefined) return known;
    // A column of a recursive query leads back here.
    this.#known.set(actual, true);
    const result = this.#compute(actual);
    this.#known.set(actual, result);
    return result;
  }

  #ofColumn({ relation, name }: Column): boolean {
    const { source } = relation;
    if (source.kind === "table" || source.kind === "function") return false;
    const query = queryOf(relation);
    const isNamed = relation.columns !== undefined || (source.kind === "cte" && source.cte.columns);
    if (query === undefined || isNamed) return true;
    return this.#ofOutput(query, positionOf(query, name));
  }

  #ofOutput(query: Query, position: number): boolean {
    if (query.kind === "union") return query.arms.some((arm) => this.#ofOutput(arm, position));
    const item = query.kind === "select" ? query.items[position] : undefined;
    return item === undefined || this.of(item.expression);
  }

  #compute(expression: Expression): boolean {
    if (this.#reads.has(expression)) return false;
    switch (expression.kind) {
      case "atom":
      case "output":
      case "wholeRow":
        return false;
      case "column":
        return this.#ofColumn(expression);
      case "operation": {
        const [operand] = expression.operands;
        const isTyped = expression.operator === "cast" && operand?.kind === "atom";
        const isNumber = expression.operator === "negate" && isLiteral(operand);
        if (!isTyped && !isNumber && !isSafeOperator(expression.operator)) return true;
        return expression.operands.some((inner) => this.of(inner));
      }
      case "aggregate":
      case "subquery":
        return true;
    }
  }
}

/** Returns the position of a column in a query; the first arm of a UNION names it. */
function positionOf(query: Query, name: string): number {
  if (query.kind === "values") return -1;
  if (query.kind === "select") return query.items.findIndex((item) => item.name === name);
  const [first] = query.arms;
  return first === undefined ? -1 : positionOf(first, name);
}

function isLiteral(expression: Expression | undefined): boolean {
  if (expression?.kind === "atom") return true;
  return expression?.kind === "operation" && expression.operator === "cast"
    ? operandsOf(expression).every(isLiteral)
    : false;
}

/** Checks whether a predicate of a query, or of its relations, removes rows. Nothing moves past a LIMIT. */
export function isFiltering(query: Query): boolean {
  if (query.kind === "values") return false;
  if (query.limit !== undefined || query.offset !== undefined) return false;
  if (query.kind === "union") return query.arms.some(isFiltering);
  return query.where.length > 0 || query.from.some(isFilteringRelation);
}

function isFilteringRelation({ source }: Relation): boolean {
  return source.kind === "query" && isFiltering(source.query);
}

/** Keeps predicates of outer queries out of a query: neither database moves them past OFFSET. */
export function fence(select: Select): void {
  if (select.limit === undefined && select.offset === undefined) {
    select.offset = { kind: "atom", text: "0" };
  }
}
