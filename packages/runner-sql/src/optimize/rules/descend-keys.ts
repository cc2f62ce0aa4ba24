import { copySelect } from "../copy-select.ts";
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
    const tops: Top[] = [];
    walkQueries(statement, (query) => {
      const top = query.kind === "select" ? topOf(query) : undefined;
      if (top !== undefined) tops.push(top);
    });
    tops.forEach(descend);
    return tops.length > 0;
  },
};

/** First rows of a table by a negated integer. */
interface Top {
  readonly select: Select;
  readonly key: Expression;
  /** The integer that the key negates. */
  readonly value: Expression;
  /** Number of rows up to the last that is taken. */
  readonly end: number;
}

/** Returns the first rows that a SELECT takes of a table, without anything of an outer query or in an inner one. */
function topOf(select: Select): Top | undefined {
  const { ctes, items, from, where, groupBy, orderBy, limit, offset = atom("0") } = select;
  const [relation, ...others] = from;
  if (relation?.source.kind !== "table" || others.length > 0) return undefined;
  if (ctes.length > 0 || groupBy.length > 0) return undefined;
  const [count, skipped] = [countOf(limit), countOf(offset)];
  if (count === undefined || skipped === undefined) return undefined;
  const [key, ...otherKeys] = orderBy;
  if (key === undefined || otherKeys.length > 0) return undefined;
  const value = negatedInteger(key);
  if (value === undefined) return undefined;
  const isOwn = (expression: Expression): boolean =>
    !someExpression(expression, (part) => {
      if (part.kind === "column") return part.relation !== relation;
      return part.kind !== "operation" && part.kind !== "atom";
    });
  if (![key, ...where, ...items.map(({ expression }) => expression)].every(isOwn)) return undefined;
  return { select, key, value, end: count + skipped };
}

/** Returns the operand of `- x` if it is a column of a table, as an integer. */
function negatedInteger(key: Expression): Expression | undefined {
  if (key.kind !== "operation" || key.operator !== "negate") return undefined;
  const [value] = key.operands;
  if (value?.kind !== "operation" || value.operands[0]?.kind !== "column") return undefined;
  return /^::int[248]$/.test(value.parts[1] ?? "") ? value : undefined;
}

function countOf(expression: Expression | undefined): number | undefined {
  if (expression?.kind !== "atom" || !/^\d{1,9}$/.test(expression.text)) return undefined;
  return Number(expression.text);
}

function descend({ select, key, value, end }: Top): void {
  const count = atom(`${end}`);
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
