import { type Expression, operation, type Query, type Relation, type Select } from "./tree.ts";
import { someExpression } from "./walk.ts";

/**
 * Returns the keys of a numbering, `(ROW_NUMBER() OVER (ORDER BY keys)-1)::int8`; undefined for any other expression.
 * The compiler numbers the items of an array with it, from 0 on. A number within a partition does not count.
 */
export function numberingKeys(expression: Expression): readonly Expression[] | undefined {
  if (expression.kind !== "operation" || expression.operator !== "cast") return undefined;
  const [difference] = expression.operands;
  if (difference?.kind !== "operation" || difference.operator !== "-") return undefined;
  const [number, one] = difference.operands;
  if (number?.kind !== "aggregate" || number.name !== "ROW_NUMBER") return undefined;
  if (one?.kind !== "atom" || one.text !== "1") return undefined;
  return number.over?.partitionBy === undefined ? number.over?.orderBy : undefined;
}

/** Makes a numbering, within the rows that are equal in some expressions if those are given. */
export function numbering(
  keys: readonly Expression[],
  partitionBy?: readonly Expression[],
): Expression {
  const number: Expression = {
    kind: "aggregate",
    name: "ROW_NUMBER",
    args: [],
    orderBy: [],
    over: partitionBy === undefined ? { orderBy: keys } : { partitionBy, orderBy: keys },
  };
  const difference = operation("-", ["(", " - ", ")"], number, { kind: "atom", text: "1" });
  return operation("cast", ["", "::int8"], difference);
}

/** Checks for aggregates of a SELECT itself: it then has a row per group. */
export function isAggregating({ items, groupBy, orderBy }: Select): boolean {
  if (groupBy.length > 0) return true;
  for (const { expression } of items) if (someExpression(expression, isAggregate)) return true;
  return orderBy.some((key) => someExpression(key, isAggregate));
}

function isAggregate(part: Expression): boolean {
  return part.kind === "aggregate" && part.over === undefined;
}

/** Checks for window functions in the columns of a SELECT. */
export function hasWindows({ items, orderBy }: Select): boolean {
  for (const { expression } of items) if (someExpression(expression, isWindow)) return true;
  return orderBy.some((key) => someExpression(key, isWindow));
}

/** Checks if an expression is the call of a window function. */
export function isWindow(part: Expression): boolean {
  return part.kind === "aggregate" && part.over !== undefined;
}

/**
 * Checks that the rows of a SELECT have no order of their own: rows of tables, and groups. Rows of functions come in
 * the order of an array, and rows of a query perhaps in that of its ORDER BY.
 */
export function isUnordered({ from, groupBy }: Select): boolean {
  return groupBy.length > 0 || from.every(({ source }) => source.kind === "table");
}

/** Returns the query whose rows a relation has. */
export function queryOf({ source }: Relation): Query | undefined {
  if (source.kind === "query") return source.query;
  if (source.kind !== "cte" || source.cte.isRecursive) return undefined;
  return source.cte.query;
}

/** Returns the name of a query's column, as a relation of it has it. */
export function columnName(
  { columns, source }: Relation,
  select: Select,
  position: number,
): string | undefined {
  const names = columns ?? (source.kind === "cte" ? source.cte.columns : undefined);
  return names === undefined ? select.items[position]?.name : names[position];
}

/** A result column of a SELECT. */
export interface FoundItem {
  readonly select: Select;
  readonly position: number;
  readonly expression: Expression;
}

/** Returns the column of a relation's SELECT that has a name; undefined if its query is no SELECT. */
export function itemOf(relation: Relation, name: string): FoundItem | undefined {
  const query = queryOf(relation);
  if (query?.kind !== "select") return undefined;
  const position = query.items.findIndex((_, i) => columnName(relation, query, i) === name);
  const item = query.items[position];
  return item === undefined ? undefined : { select: query, position, expression: item.expression };
}

/** Returns the names of a relation's columns; undefined for tables and functions. */
export function outputNames(relation: Relation): readonly (string | undefined)[] | undefined {
  if (relation.columns !== undefined) return relation.columns;
  const { source } = relation;
  if (source.kind === "cte" && source.cte.columns !== undefined) return source.cte.columns;
  const query = source.kind === "cte" ? source.cte.query : queryOf(relation);
  return query === undefined ? undefined : namesOf(query);
}

/** Returns the names of a query's columns: those of its first SELECT. */
export function namesOf(query: Query): readonly (string | undefined)[] {
  if (query.kind === "values") return [];
  if (query.kind === "select") return query.items.map(({ name }) => name);
  const [first] = query.arms;
  return first === undefined ? [] : namesOf(first);
}
