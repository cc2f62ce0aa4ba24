import { copySelect } from "../copy-select.ts";
import { hasWindows, isAggregating } from "../numbering.ts";
import type { Rule } from "../rule.ts";
import {
  atom,
  column,
  type Cte,
  type Expression,
  type Item,
  operation,
  type Relation,
  type Select,
} from "../tree.ts";
import { someExpression, walkQueries } from "../walk.ts";

/**
 * Takes the first rows by `ORDER BY x DESC` instead of `ORDER BY (- x)`, which no index on `x` brings:
 * `orders() | sort(o -> -o.cents) | slice(0, 3)`.
 *
 * Proof: `- x` falls as `x` grows, so that rows whose `x` is not NULL are in the same order. Rows with NULL come last in
 * the order by `- x`, but first in an index on `x` that is read backwards. So the first rows are taken of those without
 * NULL, as many as are asked for, and rows with NULL only if there are fewer of those. All of them, no more than twice as
 * many as asked for, are sorted as they were before. `(- x) IS NOT NULL` computes `- x` of all rows that are read, so that
 * the smallest integer still fails where the table is read as a whole; where an index brings the first rows, SQL promises
 * no error for a value of a row that is left out. Integers only: NaN is greater than all floats, and is so when negated.
 */
export const descendKeys: Rule = {
  name: "descend-keys",
  apply: (statement) => {
    const selects: Select[] = [];
    walkQueries(statement, (query) => {
      if (query.kind === "select" && isTop(query)) selects.push(query);
    });
    for (const select of selects) descend(select);
    return selects.length > 0;
  },
};

/** Checks for the first rows of a table by a negated integer, without anything of an outer query or in an inner one. */
function isTop(select: Select): boolean {
  const { ctes, items, from, where, orderBy, limit, offset } = select;
  const [relation, ...others] = from;
  if (relation?.source.kind !== "table" || others.length > 0 || ctes.length > 0) return false;
  if (countOf(limit) === undefined || countOf(offset ?? atom("0")) === undefined) return false;
  if (isAggregating(select) || hasWindows(select)) return false;
  const [key, ...otherKeys] = orderBy;
  if (key === undefined || otherKeys.length > 0 || negatedInteger(key) === undefined) return false;
  const isOwn = (expression: Expression): boolean =>
    !someExpression(expression, (part) => {
      if (part.kind === "column") return part.relation !== relation;
      return part.kind !== "operation" && part.kind !== "atom";
    });
  return isOwn(key) && where.every(isOwn) && items.every(({ expression }) => isOwn(expression));
}

/** Returns the operand of `- x` if it is a column of a table, as an integer. */
function negatedInteger(key: Expression): Expression | undefined {
  if (key.kind !== "operation" || key.operator !== "negate") return undefined;
  const [value] = key.operands;
  if (value?.kind !== "operation" || value.operator !== "cast") return undefined;
  return value.operands[0]?.kind === "column" && /^::int[248]$/.test(value.parts[1] ?? "")
    ? value
    : undefined;
}

function countOf(expression: Expression | undefined): number | undefined {
  if (expression?.kind !== "atom" || !/^\d{1,9}$/.test(expression.text)) return undefined;
  return Number(expression.text);
}

function descend(select: Select): void {
  const [key] = select.orderBy;
  const value = key === undefined ? undefined : negatedInteger(key);
  if (key === undefined || value === undefined) return;
  const count = atom(`${(countOf(select.limit) ?? 0) + (countOf(select.offset) ?? 0)}`);
  const names = select.items.map((_, i) => `_${i}`);
  const itemsWith = (last: Expression): Item[] =>
    [...select.items.map(({ expression }) => expression), last].map((expression, i) => ({
      expression,
      name: names[i] ?? "key",
    }));
  const first: Select = {
    ...select,
    items: itemsWith(key),
    where: [...select.where, operation("isnotnull", ["(", " IS NOT NULL)"], key)],
    orderBy: [operation("descend", ["", " DESC"], value)],
    limit: count,
    offset: undefined,
  };
  const cte: Cte = { name: "first_rows", columns: undefined, isRecursive: false, query: first };
  const isMissing = operation("<", ["(", " < ", ")"], rowCount(cte), count);
  const missing = copySelect({
    ...select,
    items: itemsWith(operation("cast", ["", "::int8"], atom("NULL"))),
    where: [...select.where, operation("isnull", ["(", " IS NULL)"], value), isMissing],
    orderBy: [],
    limit: count,
    offset: undefined,
  });
  const taken = relationOf({ kind: "cte", cte });
  const found: Select = {
    ...plain,
    items: [...names, "key"].map((name) => ({ expression: column(taken, name), name })),
    from: [taken],
  };
  const all = relationOf({
    kind: "query",
    query: {
      kind: "union",
      ctes: [],
      arms: [found, missing],
      orderBy: [],
      limit: undefined,
      offset: undefined,
    },
  });
  select.items = select.items.map(({ name }, i) => ({
    expression: column(all, names[i] ?? ""),
    name,
  }));
  Object.assign(select, { ctes: [cte], from: [all], where: [], orderBy: [column(all, "key")] });
}

const plain = {
  kind: "select",
  ctes: [] as Cte[],
  where: [] as Expression[],
  groupBy: [] as Expression[],
  orderBy: [] as Expression[],
  limit: undefined,
  offset: undefined,
} as const;

function relationOf(source: Relation["source"]): Relation {
  return { alias: "first_rows", columns: undefined, source, isLateral: false };
}

function rowCount(cte: Cte): Expression {
  const count: Expression = { kind: "aggregate", name: "COUNT", args: [], orderBy: [] };
  const from = [relationOf({ kind: "cte", cte })];
  return {
    kind: "subquery",
    query: { ...plain, items: [{ expression: count, name: "value" }], from },
  };
}
