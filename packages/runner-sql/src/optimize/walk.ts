import type {
  Aggregate,
  Expression,
  Operation,
  Query,
  Relation,
  Statement,
  Window,
} from "./tree.ts";

const nothing: readonly Expression[] = [];

/** Returns the expressions right inside of an expression; not those in its queries. */
export function operandsOf(expression: Expression): readonly Expression[] {
  if (expression.kind === "operation") return expression.operands;
  if (expression.kind !== "aggregate") return nothing;
  const { args, orderBy, filter, over } = expression;
  const own = [...args, ...orderBy];
  if (filter !== undefined) own.push(filter);
  if (over === undefined) return own;
  const { partitionBy = nothing, frame } = over;
  own.push(...partitionBy, ...over.orderBy);
  if (frame !== undefined) own.push(...frame.operands);
  return own;
}

/** Visits an expression and all in it, but for the queries. */
export function walkExpression(
  expression: Expression,
  visit: (expression: Expression) => void,
): void {
  visit(expression);
  for (const operand of operandsOf(expression)) walkExpression(operand, visit);
}

/** Checks whether a part of an expression, not in its queries, has a property. */
export function someExpression(
  expression: Expression,
  has: (expression: Expression) => boolean,
): boolean {
  if (has(expression)) return true;
  for (const operand of operandsOf(expression)) if (someExpression(operand, has)) return true;
  return false;
}

/** Checks that an expression is the same for all rows, such as a parameter. */
export function isConstant(expression: Expression): boolean {
  return !someExpression(expression, ({ kind }) => kind !== "atom" && kind !== "operation");
}

/** Returns the expressions that a query itself has; not those in its relations and common tables. */
export function expressionsOf(query: Query): readonly Expression[] {
  if (query.kind === "values") return query.rows.flat();
  const found: Expression[] = [];
  if (query.kind === "select") {
    for (const { expression } of query.items) found.push(expression);
    found.push(...query.where, ...query.groupBy);
  }
  found.push(...query.orderBy);
  if (query.limit !== undefined) found.push(query.limit);
  if (query.offset !== undefined) found.push(query.offset);
  return found;
}

/** Returns the queries right inside of a query, in the order in which they are written. */
export function queriesOf(query: Query): readonly Query[] {
  const found: Query[] = [];
  visitQueries(query, (inner) => found.push(inner));
  return found;
}

/** Returns the queries right inside of a statement. */
export function queriesOfStatement(statement: Statement): readonly Query[] {
  if ("query" in statement) return [statement.query];
  const found: Query[] = [];
  const add = (query: Query): void => void found.push(query);
  for (const relation of statement.from) visitInRelation(relation, add);
  for (const { value } of statement.assignments) visitInExpression(value, add);
  for (const predicate of statement.where) visitInExpression(predicate, add);
  return found;
}

/** Visits all queries of a statement, outer ones first. */
export function walkQueries(statement: Statement, visit: (query: Query) => void): void {
  const walk = (query: Query): void => {
    visit(query);
    visitQueries(query, walk);
  };
  queriesOfStatement(statement).forEach(walk);
}

/** Visits the queries right inside of a query, in the order in which they are written. */
function visitQueries(query: Query, visit: (query: Query) => void): void {
  if (query.kind === "values") {
    for (const row of query.rows) visitInAll(row, visit);
    return;
  }
  for (const { query: inner } of query.ctes) visit(inner);
  if (query.kind === "select") {
    for (const { expression } of query.items) visitInExpression(expression, visit);
    visitInAll(query.where, visit);
    visitInAll(query.groupBy, visit);
  }
  visitInAll(query.orderBy, visit);
  if (query.limit !== undefined) visitInExpression(query.limit, visit);
  if (query.offset !== undefined) visitInExpression(query.offset, visit);
  if (query.kind === "union") query.arms.forEach(visit);
  else for (const relation of query.from) visitInRelation(relation, visit);
}

function visitInRelation({ source }: Relation, visit: (query: Query) => void): void {
  if (source.kind === "query") visit(source.query);
  if (source.kind === "function") visitInExpression(source.call, visit);
}

function visitInAll(expressions: readonly Expression[], visit: (query: Query) => void): void {
  for (const expression of expressions) visitInExpression(expression, visit);
}

function visitInExpression(expression: Expression, visit: (query: Query) => void): void {
  if (expression.kind === "subquery") visit(expression.query);
  else if (expression.kind === "operation") visitInAll(expression.operands, visit);
  else if (expression.kind === "aggregate") visitInAll(operandsOf(expression), visit);
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
  if (expression.kind !== "operation" && expression.kind !== "aggregate") {
    return replace(expression);
  }
  return replace(mapOperands(expression, (operand) => mapExpression(operand, replace)));
}

/** Replaces the operands of an expression. It stays the same object if they do. */
export function mapOperands(
  expression: Expression,
  replace: (operand: Expression) => Expression,
): Expression {
  if (expression.kind === "operation") return mapOperation(expression, replace);
  return expression.kind === "aggregate" ? mapAggregate(expression, replace) : expression;
}

function mapOperation(
  expression: Operation,
  replace: (operand: Expression) => Expression,
): Operation {
  const operands = mapAll(expression.operands, replace);
  return operands === expression.operands ? expression : { ...expression, operands };
}

function mapAggregate(
  expression: Aggregate,
  replace: (operand: Expression) => Expression,
): Aggregate {
  const args = mapAll(expression.args, replace);
  const orderBy = mapAll(expression.orderBy, replace);
  const filter = expression.filter && replace(expression.filter);
  const over = expression.over && mapWindow(expression.over, replace);
  const isSame = args === expression.args && orderBy === expression.orderBy;
  if (isSame && filter === expression.filter && over === expression.over) return expression;
  return { ...expression, args, orderBy, ...(filter && { filter }), ...(over && { over }) };
}

function mapWindow(window: Window, replace: (operand: Expression) => Expression): Window {
  const partitionBy = window.partitionBy && mapAll(window.partitionBy, replace);
  const orderBy = mapAll(window.orderBy, replace);
  const frame = window.frame && mapOperation(window.frame, replace);
  const isSame = partitionBy === window.partitionBy && orderBy === window.orderBy;
  if (isSame && frame === window.frame) return window;
  return { ...(partitionBy && { partitionBy }), orderBy, ...(frame && { frame }) };
}

/** Replaces the parts of a list; returns the list itself if none changes. */
function mapAll<T>(list: T[], replace: (part: T) => T): T[];
function mapAll<T>(list: readonly T[], replace: (part: T) => T): readonly T[];
function mapAll<T>(list: readonly T[], replace: (part: T) => T): readonly T[] {
  let changed: T[] | undefined;
  for (let i = 0; i < list.length; i++) {
    const replaced = replace(list[i]!);
    if (replaced !== list[i]) (changed ??= list.slice())[i] = replaced;
  }
  return changed ?? list;
}

/** Replaces the expressions that a query itself has, functions in FROM included. */
export function mapQuery(query: Query, replace: (expression: Expression) => Expression): void {
  if (query.kind === "values") {
    query.rows = mapAll(query.rows, (row) => mapAll(row, replace));
    return;
  }
  query.orderBy = mapAll(query.orderBy, replace);
  if (query.limit !== undefined) query.limit = replace(query.limit);
  if (query.offset !== undefined) query.offset = replace(query.offset);
  if (query.kind === "union") return;
  query.items = mapAll(query.items, (item) => {
    const expression = replace(item.expression);
    return expression === item.expression ? item : { expression, name: item.name };
  });
  query.where = mapAll(query.where, replace);
  query.groupBy = mapAll(query.groupBy, replace);
  for (const relation of query.from) {
    const { source } = relation;
    if (source.kind !== "function") continue;
    const call = replace(source.call);
    if (call.kind === "operation") relation.source = { ...source, call };
  }
}
