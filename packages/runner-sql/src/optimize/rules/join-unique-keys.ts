import { wholeRows } from "../column-uses.ts";
import { copySelect } from "../copy-select.ts";
import { Failing } from "../failing.ts";
import { freeName, isEqual, type Lookup, lookupOf } from "../lookup.ts";
import type { Reads } from "../reads.ts";
import { Repetition } from "../repetition.ts";
import { rowsMayBeMany } from "../row-count.ts";
import type { Rule } from "../rule.ts";
import { type KeyColumn, uniqueKeyCondition } from "../table-facts.ts";
import { atom, column, type Expression, operation, type Relation, type Select } from "../tree.ts";
import { isConstant, mapExpression, mapQuery, walkQueries } from "../walk.ts";

/**
 * Joins a table by a unique key in one pass, instead of looking its first row up for each of many rows.
 *
 * A lookup is `LEFT JOIN LATERAL (SELECT ... WHERE key = outer LIMIT 1)`, which PostgreSQL executes for each row. Without
 * the LIMIT it can join by a hash, which takes about half the time for 100,000 rows (`npm run bench -- tables`).
 *
 * Proof: a row has no more than one match if the key is unique, and LIMIT 1 is then no limit. The index that makes the key
 * unique may be gone when the statement is executed, so the statement asks for it, in its own snapshot. If it is gone, the
 * join has no rows, and a second one has the first row of each key instead, by ROW_NUMBER; otherwise the second one has
 * none, and reads nothing. Of two values of which one is NULL, COALESCE is the other one.
 *
 * Predicates and columns of the lookup are computed for other rows than before, so none may fail. A few rows are looked
 * up faster one by one, without a look into the catalog: the rule leaves those of a LIMIT, and of a column that equals
 * a constant.
 */
export const joinUniqueKeys: Rule = {
  name: "join-unique-keys",
  apply: (statement, { reads, facts }) => {
    if (!("query" in statement)) return false;
    const repetition = new Repetition(statement);
    const failing = new Failing(reads, (expression) => expression);
    const whole = wholeRows(statement);
    const joins = new Map<Relation, Join>();
    walkQueries(statement, (query) => {
      if (query.kind !== "select" || repetition.levelOf(query) > 0 || !rowsMayBeMany(query)) return;
      for (const relation of query.from.slice()) {
        const isKey = (expression: Expression): boolean => keyOf(expression, reads) !== undefined;
        const lookup = whole.has(relation) ? undefined : lookupOf(relation, failing, isKey);
        if (lookup === undefined) continue;
        const columns = lookup.keys.flatMap(([own]) => keyOf(own, reads) ?? []);
        const key = { table: lookup.table, columns };
        if (!facts.isUnique(key)) continue;
        const joined = join(relation, lookup, uniqueKeyCondition(key));
        query.from.splice(query.from.indexOf(relation) + 1, 0, joined.first);
        joins.set(relation, joined);
      }
    });
    const queries: Select[] = [];
    walkQueries(statement, (query) => {
      if (query.kind === "select") queries.push(query);
    });
    for (const query of queries) {
      mapQuery(query, (expression) =>
        mapExpression(expression, (part) => {
          const joined = part.kind === "column" ? joins.get(part.relation) : undefined;
          if (part.kind !== "column" || joined === undefined) return part;
          const value = joined.constants.get(part.name) ?? part;
          const otherwise = column(joined.first, part.name);
          return operation("coalesce", ["COALESCE(", ", ", ")"], value, otherwise);
        }),
      );
    }
    return joins.size > 0;
  },
};

/** Returns the column of a table that an expression reads, if its type is one of keys. */
function keyOf(expression: Expression, reads: Reads): KeyColumn | undefined {
  if (expression.kind !== "operation" || expression.operator !== "cast") return undefined;
  const [operand] = expression.operands;
  const [, type] = /^::(int[248]|text)$/.exec(expression.parts[1] ?? "") ?? [];
  if (operand?.kind !== "column" || type === undefined || !reads.has(expression)) return undefined;
  return { name: operand.name, type: type as KeyColumn["type"] };
}

/** A lookup that has become a join. */
interface Join {
  /** Relation with the rows that are read if the key is not unique. */
  readonly first: Relation;
  /**
   * Columns of the lookup that are the same for all rows, as expressions about the join. As columns of the table, they
   * would be computed for each of its rows.
   */
  readonly constants: ReadonlyMap<string, Expression>;
}

/** Joins all rows of a key, if it is unique. */
function join(relation: Relation, lookup: Lookup, isUnique: string): Join {
  const { select, keys, own } = lookup;
  const first = firstRows(relation, lookup, `NOT ${isUnique}`);
  const constants = new Map<string, Expression>();
  const [[key] = []] = keys;
  const name = freeName("key", new Set(select.items.map((item) => item.name)));
  // A row that was found has a key.
  const isFound = operation("isnotnull", ["(", " IS NOT NULL)"], column(relation, name));
  for (const item of select.items) {
    if (item.name === undefined || !isConstant(item.expression)) continue;
    const parts = ["(CASE WHEN ", " THEN ", " END)"];
    constants.set(item.name, operation("case", parts, isFound, item.expression));
  }
  select.items = select.items.filter((item) => !constants.has(item.name ?? ""));
  select.items.push({ expression: key!, name });
  // In the key of each row that is looked up, and not as a predicate of the table, which has more of them.
  const equal = keys.map(([own, outer], i) =>
    isEqual(own, i === 0 ? onlyIf(isUnique, outer) : outer),
  );
  select.where = [...equal, ...own];
  select.orderBy = [];
  select.limit = undefined;
  return { first, constants };
}

/** Returns the first row of each key of a table, as a relation like the lookup. */
function firstRows(
  { alias }: Relation,
  { select, keys, own }: Lookup,
  condition: string,
): Relation {
  const taken = new Set(select.items.map(({ name }) => name));
  const numbered: Select = {
    ...select,
    items: [
      ...select.items,
      ...keys.map(([expression], i) => ({ expression, name: freeName(`key_${i}`, taken) })),
      { expression: numberOf(select, keys), name: freeName("number", taken) },
    ],
    where: [...own, atom(condition)],
    orderBy: [],
    limit: undefined,
  };
  const query = copySelect(numbered);
  const rows: Relation = {
    alias: "first_rows",
    columns: undefined,
    source: { kind: "query", query },
    isLateral: false,
  };
  const [number, ...keyNames] = query.items
    .slice(select.items.length)
    .map(({ name }) => column(rows, name!))
    .toReversed();
  const equal = keyNames.toReversed().map((key, i) => isEqual(key, keys[i]![1]));
  const found: Select = {
    ...select,
    items: select.items.map(({ name }) => ({ expression: column(rows, name!), name })),
    from: [rows],
    where: [...equal, isEqual(number!, atom("1"))],
    orderBy: [],
    limit: undefined,
  };
  return {
    alias,
    columns: undefined,
    source: { kind: "query", query: found },
    isLateral: true,
    isOptional: true,
  };
}

function numberOf({ orderBy }: Select, keys: Lookup["keys"]): Expression {
  const over = { partitionBy: keys.map(([key]) => key), orderBy };
  return { kind: "aggregate", name: "ROW_NUMBER", args: [], orderBy: [], over };
}

function onlyIf(condition: string, value: Expression): Expression {
  return operation("case", ["(CASE WHEN ", " THEN ", " END)"], atom(condition), value);
}
