import type { Expression, Operation, Query, Relation, Statement, Window } from "./tree.ts";

/** Returns the expressions right inside of an expression; not those in its queries. */
export function operandsOf(expression: Expression): readonly Expression[] {
  if (expression.kind === "operation") return expression.operands;
  if (expression.kind !== "aggregate") return [];
  const { args, orderBy, filter, over } = expression;
  const own = filter === undefined ? [...args, ...orderBy] : [...args, ...orderBy, filter];
  if (over === undefined) return own;
  const { partitionBy = [], frame } = over;
  return [...own, ...partitionBy, ...over.orderBy, ...(frame?.operands ?? [])];
}

/** Visits an expression and all in it, queries included if `inQuery` is given. */
export function walkExpression(
  expression: Expression,
  visit: (expression: Expression) => void,
  inQuery?: (query: Query) => void,
): void {
  visit(expression);
  if (expression.kind === "subquery") inQuery?.(expression.query);
  for (const operand of operandsOf(expression)) walkExpression(operand, visit, inQuery);
}

/** Checks whether a part of an expression, not in its queries, has a property. */
export function someExpression(
  expression: Expression,
  has: (expression: Expression) => boolean,
): boolean {
  return has(expression) || operandsOf(expression).some((operand) => someExpression(operand, has));
}

/** Checks that an expression is the same for all rows, such as a parameter. */
export function isConstant(expression: Expression): boolean {
  return !someExpression(expression, ({ kind }) => kind !== "atom" && kind !== "operation");
}

/** Returns the expressions that a query itself has; not those in its relations and common tables. */
export function expressionsOf(query: Query): readonly Expression[] {
  if (query.kind === "values") return query.rows.flat();
  const { orderBy, limit, offset } = query;
  const ends = [limit, offset].filter((end) => end !== undefined);
  if (query.kind === "union") return [...orderBy, ...ends];
  const items = query.items.map(({ expression }) => expression);
  return [...items, ...query.where, ...query.groupBy, ...orderBy, ...ends];
}

/** Returns the queries right inside of a query, in the order in which they are written. */
export function queriesOf(query: Query): readonly Query[] {
  const found: Query[] = [];
  const add = (inner: Query): void => void found.push(inner);
  if (query.kind !== "values") for (const { query: inner } of query.ctes) add(inner);
  for (const expression of expressionsOf(query)) walkExpression(expression, () => {}, add);
  if (query.kind === "union") found.push(...query.arms);
  if (query.kind === "select") {
    for (const relation of query.from) queriesOfRelation(relation, add);
  }
  return found;
}

function queriesOfRelation({ source }: Relation, add: (query: Query) => void): void {
  if (source.kind === "query") add(source.query);
  if (source.kind === "function") walkExpression(source.call, () => {}, add);
}

/** Visits all queries of a statement, outer ones first. */
export function walkQueries(statement: Statement, visit: (query: Query) => void): void {
  const walk = (query: Query): void => {
    visit(query);
    queriesOf(query).forEach(walk);
  };
  if ("query" in statement) return walk(statement.query);
  const { assignments, from, where } = statement;
  for (const relation of from) queriesOfRelation(relation, walk);
  for (const expression of [...assignments.map(({ value }) => value), ...where]) {
    walkExpression(expression, () => {}, walk);
  }
}

/** Visits all expressions of a statement, with the query that has them; a change of a table is no query. */
export function walkExpressions(
  statement: Statement,
  visit: (expression: Expression, query: Query | undefined) => void,
): void {
  const walk = (expression: Expression, query: Query | undefined): void => {
    walkExpression(expression, (inner) => visit(inner, query));
  };
  walkQueries(statement, (query) => {
    for (const expression of expressionsOf(query)) walk(expression, query);
    if (query.kind !== "select") return;
    for (const { source } of query.from) if (source.kind === "function") walk(source.call, query);
  });
  if ("query" in statement) return;
  for (const { value } of statement.assignments) walk(value, undefined);
  for (const predicate of statement.where) walk(predicate, undefined);
}

/** Replaces parts of an expression, from the inside out. What is not replaced stays the same object. */
export function mapExpression(
  expression: Expression,
  replace: (expression: Expression) => Expression,
): Expression {
  return replace(mapOperands(expression, (operand) => mapExpression(operand, replace)));
}

/** Replaces the operands of an expression. */
export function mapOperands(
  expression: Expression,
  replace: (operand: Expression) => Expression,
): Expression {
  if (expression.kind === "operation") return mapOperation(expression, replace);
  if (expression.kind !== "aggregate") return expression;
  const args = expression.args.map(replace);
  const orderBy = expression.orderBy.map(replace);
  const filter = expression.filter === undefined ? {} : { filter: replace(expression.filter) };
  if (expression.over === undefined) return { ...expression, args, orderBy, ...filter };
  const { partitionBy, frame } = expression.over;
  const over: Window = {
    ...(partitionBy === undefined ? {} : { partitionBy: partitionBy.map(replace) }),
    orderBy: expression.over.orderBy.map(replace),
    ...(frame === undefined ? {} : { frame: mapOperation(frame, replace) }),
  };
  return { ...expression, args, orderBy, ...filter, over };
}

function mapOperation(
  expression: Operation,
  replace: (operand: Expression) => Expression,
): Operation {
  const operands = expression.operands.map(replace);
  const isSame = operands.every((operand, i) => operand === expression.operands[i]);
  return isSame ? expression : { ...expression, operands };
}

/** Replaces the expressions that a query itself has, functions in FROM included. */
export function mapQuery(query: Query, replace: (expression: Expression) => Expression): void {
  if (query.kind === "values") {
    query.rows = query.rows.map((row) => row.map(replace));
    return;
  }
  query.orderBy = query.orderBy.map(replace);
  if (query.limit !== undefined) query.limit = replace(query.limit);
  if (query.offset !== undefined) query.offset = replace(query.offset);
  if (query.kind === "union") return;
  query.items = query.items.map(({ expression, name }) => ({
    expression: replace(expression),
    name,
  }));
  query.where = query.where.map(replace);
  query.groupBy = query.groupBy.map(replace);
  for (const relation of query.from) {
    const { source } = relation;
    if (source.kind !== "function") continue;
    const call = replace(source.call);
    if (call.kind === "operation") relation.source = { ...source, call };
  }
}
