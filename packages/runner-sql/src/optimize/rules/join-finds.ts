import { Repetition } from "../repetition.ts";
import type { Rule } from "../rule.ts";
import {
  type Aggregate,
  column,
  type Expression,
  operation,
  type Query,
  type Relation,
  type Select,
} from "../tree.ts";
import { isConstant, mapExpression, mapQuery, walkQueries } from "../walk.ts";

/**
 * Reads what `find` found, or none, by an outer join instead of by sorting the two.
 *
 * The compiler writes `find` as a query of at most one row, tagged 1, UNION ALL a row of NULLs, tagged 0, of which the
 * larger tag is taken: `ORDER BY (- r1._t) LIMIT 1`.
 *
 * Proof: if the first query has its row, that row has the larger tag; otherwise the second row is the only one. A LEFT
 * JOIN ON TRUE of one row brings the first query's row, or NULLs. The second row has NULLs as well, but for the tag,
 * which is NULL for no other reason than that there was no row: COALESCE makes it 0. As a value, a subquery without
 * rows is NULL, and needs no join.
 *
 * DuckDB takes less time for aggregates of the first query, if it runs once: COUNT is the tag, 1 or 0, and FIRST is the
 * value of the row, or NULL without one.
 */
export const joinFinds: Rule = {
  name: "join-finds",
  leavesSelects: true,
  apply: (statement) => {
    let isChanged = false;
    const queries: Query[] = [];
    walkQueries(statement, (query) => queries.push(query));
    for (const query of queries) {
      mapQuery(query, (expression) =>
        mapExpression(expression, (part) => {
          const value = part.kind === "subquery" ? valueOf(part.query) : undefined;
          isChanged ||= value !== undefined;
          return value ?? part;
        }),
      );
    }
    const repetition = new Repetition(statement);
    walkQueries(statement, (query) => {
      if (join(query, repetition.levelOf(query) > 0)) isChanged = true;
    });
    return isChanged;
  },
};

/** Columns that a SELECT takes from the row that was found. */
export interface Find {
  readonly select: Select;
  readonly relation: Relation;
  readonly found: Select;
  /** For each column the value that none has; undefined for NULL. */
  readonly none: ReadonlyMap<string, Expression | undefined>;
}

/** Returns the only column of a find as a value; undefined if a query is not a find. */
function valueOf(query: Query): Expression | undefined {
  const find = findOf(query);
  if (find === undefined) return undefined;
  const { select, relation, found, none } = find;
  const [item] = select.items;
  if (item?.expression.kind !== "column" || item.expression.relation !== relation) return undefined;
  const { name } = item.expression;
  const kept = found.items.filter((candidate) => candidate.name === name);
  if (kept.length !== 1) return undefined;
  found.items = kept;
  return orNone({ kind: "subquery", query: found }, none.get(name));
}

/** Replaces the union and the sort of a find by a join, or by aggregates. */
function join(query: Query, isRepeated: boolean): boolean {
  const find = findOf(query);
  if (find === undefined) return false;
  const { select, relation, found, none } = find;
  if (!isRepeated && isOfDuckDb(found)) {
    aggregate(find);
    return true;
  }
  relation.source = { kind: "query", query: found };
  relation.isOptional = true;
  select.orderBy = [];
  select.limit = undefined;
  select.items = select.items.map(({ expression, name }) => ({
    name,
    expression: mapExpression(expression, (part) => {
      if (part.kind !== "column" || part.relation !== relation) return part;
      return orNone(column(relation, part.name), none.get(part.name));
    }),
  }));
  return true;
}

/** Checks for DuckDB's dialect: a table whose columns are read without casts, and types in capital letters. */
export function isOfDuckDb({ from, items }: Select): boolean {
  const isBare = items.some(({ expression }) => expression.kind === "column");
  const isCapital = items.some(
    ({ expression }) => expression.kind === "operation" && expression.parts[1] === "::INT2",
  );
  return from.length === 1 && from[0]?.source.kind === "table" && isBare && isCapital;
}

/** Makes one row of the row that was found, or of none: DuckDB plans that faster than a join. */
function aggregate({ select, relation, found, none }: Find): void {
  const row: Relation = {
    alias: "found",
    columns: undefined,
    source: { kind: "query", query: found },
    isLateral: false,
  };
  const items = found.items.map(({ expression, name }) => {
    const isTag = none.get(name!) !== undefined;
    const of: Aggregate = isTag
      ? { kind: "aggregate", name: "COUNT", args: [], orderBy: [] }
      : { kind: "aggregate", name: "FIRST", args: [column(row, name!)], orderBy: [] };
    const type = expression.kind === "operation" ? expression.parts[1] : undefined;
    return { name, expression: isTag ? operation("cast", ["", type!], of) : of };
  });
  const bare = { ctes: [], where: [], groupBy: [], orderBy: [] };
  const ends = { limit: undefined, offset: undefined };
  const query: Select = { kind: "select", ...bare, ...ends, items, from: [row] };
  found.items = found.items.filter(({ name }) => none.get(name!) === undefined);
  relation.source = { kind: "query", query };
  select.orderBy = [];
  select.limit = undefined;
}

function orNone(value: Expression, none: Expression | undefined): Expression {
  if (none === undefined) return value;
  return operation("coalesce", ["COALESCE(", ", ", ")"], value, none);
}

/** Returns the find that a query is; undefined for any other query. */
export function findOf(query: Query): Find | undefined {
  if (query.kind !== "select" || query.where.length > 0 || query.groupBy.length > 0)
    return undefined;
  const [relation, ...others] = query.from;
  if (relation?.source.kind !== "query" || others.length > 0) return undefined;
  if (query.limit?.kind !== "atom" || query.limit.text !== "1" || query.offset !== undefined) {
    return undefined;
  }
  const union = relation.source.query;
  if (union.kind !== "union" || union.orderBy.length > 0 || union.ctes.length > 0) return undefined;
  const [found, otherwise, ...more] = union.arms;
  if (found?.kind !== "select" || otherwise?.kind !== "select" || more.length > 0) return undefined;
  if (union.limit !== undefined || union.offset !== undefined) return undefined;
  if (!isAtMostOneRow(found) || !isOneRow(otherwise)) return undefined;
  const isPlain = (expression: Expression): boolean =>
    expression.kind === "column" || isConstant(expression);
  if (!query.items.every(({ expression }) => isPlain(expression))) return undefined;
  const tag = tagOf(query, relation);
  const none = tag === undefined ? undefined : noneOf(found, otherwise, tag);
  return none === undefined ? undefined : { select: query, relation, found, none };
}

function isAtMostOneRow({ limit, offset, orderBy, ctes }: Select): boolean {
  const isBare = offset === undefined && ctes.length === 0;
  return isBare && limit?.kind === "atom" && limit.text === "1" && orderBy.every(isNoOutput);
}

function isNoOutput(key: Expression): boolean {
  return key.kind !== "output";
}

function isOneRow({ from, where, groupBy, orderBy, limit, ctes }: Select): boolean {
  const isBare = groupBy.length === 0 && orderBy.length === 0 && ctes.length === 0;
  return isBare && from.length === 0 && where.length === 0 && limit === undefined;
}

/** Returns the column that the find sorts by: `ORDER BY (- r1._t)`. */
function tagOf({ orderBy }: Select, relation: Relation): string | undefined {
  const [key, ...others] = orderBy;
  if (key?.kind !== "operation" || key.operator !== "negate" || others.length > 0) return undefined;
  const [tag] = key.operands;
  return tag?.kind === "column" && tag.relation === relation ? tag.name : undefined;
}

/** Returns the values of the row of none: a tag of 0 where the found row has 1, and NULL otherwise. */
function noneOf(
  found: Select,
  otherwise: Select,
  tag: string,
): ReadonlyMap<string, Expression | undefined> | undefined {
  const none = new Map<string, Expression | undefined>();
  for (const [i, { name, expression }] of found.items.entries()) {
    const value = otherwise.items[i]?.expression;
    if (name === undefined || value === undefined) return undefined;
    const isTag = name === tag && isNumber(expression, "1") && isNumber(value, "0");
    if (!isTag && !isNull(value)) return undefined;
    none.set(name, isTag ? value : undefined);
  }
  return none.get(tag) === undefined ? undefined : none;
}

function isNumber(expression: Expression, text: string): boolean {
  if (expression.kind !== "operation" || expression.operator !== "cast") return false;
  const [operand] = expression.operands;
  return operand?.kind === "atom" && operand.text === text;
}

function isNull(expression: Expression): boolean {
  return isNumber(expression, "NULL");
}
