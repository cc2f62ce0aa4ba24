import type { Rule } from "../rule.ts";
import {
  type Aggregate,
  column,
  type Expression,
  type Item,
  type Query,
  type Relation,
  type Select,
} from "../tree.ts";
import {
  expressionsOf,
  mapOperands,
  mapQuery,
  mapExpression,
  queriesOf,
  walkExpression,
  walkQueries,
} from "../walk.ts";

/**
 * Repairs lookups for each group: `group_map(...) | map(g -> b | filter(y -> y.k == g.k) | count)`.
 *
 * The compiler joins what is looked up with the rows of the groups, `FROM rows, LATERAL (SELECT ... FROM b ...) GROUP
 * BY key`, so that each found row counts once for each row of the group, the group's rows count once for each found
 * row, and a group for which nothing is found is missing.
 *
 * With the rule, the groups are made first, and each of them is joined with one row: the aggregates of what is looked
 * up. The interpreter gives the same.
 *
 * A lookup reads a table, and mentions the rows by nothing but the keys of their groups, which are the same for all
 * rows of a group. A query about each row of the group does not count, and a SELECT stays if it has anything of a
 * lookup that is no aggregate.
 */
export const groupLookups: Rule = {
  name: "group-lookups",
  apply: (statement) => {
    const selects: Select[] = [];
    walkQueries(statement, (query) => {
      if (query.kind === "select" && query.groupBy.length > 0) selects.push(query);
    });
    return selects.map(separate).some(Boolean);
  },
};

/** Makes the groups of a SELECT in a query of their own, if it looks anything up; returns whether it did. */
function separate(select: Select): boolean {
  const { ctes, items, from, where, groupBy, orderBy, limit, offset } = select;
  const [rows, ...parts] = from;
  if (rows === undefined || ctes.length > 0 || where.length > 0 || orderBy.length > 0) return false;
  if (limit !== undefined || offset !== undefined) return false;
  const keys = new Map<string, number>();
  for (const [i, key] of groupBy.entries()) {
    if (key.kind !== "column" || key.relation !== rows) return false;
    keys.set(key.name, i);
  }
  const lookups = parts.filter((part) => isLookup(part, rows, keys));
  if (lookups.length === 0) return false;
  const groups = new SeparateGroups(select, rows, keys, lookups);
  const separated = items.map(({ expression, name }) => ({
    expression: groups.placed(expression),
    name,
  }));
  if (!separated.every((item): item is Item => item.expression !== undefined)) return false;
  Object.assign(select, { items: separated, from: groups.relations(), groupBy: [] });
  return true;
}

/** Checks that a LATERAL query reads tables, and mentions the rows of groups by keys alone. */
function isLookup(
  { source, isLateral, columns }: Relation,
  rows: Relation,
  keys: ReadonlyMap<string, number>,
): boolean {
  if (source.kind !== "query" || !isLateral || columns !== undefined) return false;
  let readsTable = false;
  let isKnown = true;
  const visit = (query: Query): void => {
    const isOfRow = query.kind === "select" && query.from.length === 0;
    if (query.kind === "select") {
      for (const { source: inner } of query.from) {
        readsTable ||= inner.kind === "table" || inner.kind === "cte";
      }
    }
    walkOwn(query, (part) => {
      if (!("relation" in part) || part.relation !== rows) return;
      if (isOfRow || part.kind === "wholeRow" || !keys.has(part.name)) isKnown = false;
    });
    queriesOf(query).forEach(visit);
  };
  visit(source.query);
  return readsTable && isKnown;
}

/** Visits the expressions of a query, functions in FROM included; not those of queries in it. */
function walkOwn(query: Query, visit: (part: Expression) => void): void {
  for (const expression of expressionsOf(query)) walkExpression(expression, visit);
  if (query.kind !== "select") return;
  for (const { source } of query.from) {
    if (source.kind === "function") walkExpression(source.call, visit);
  }
}

/** Groups as a relation, and relations with the aggregates of what is looked up for each of them. */
class SeparateGroups {
  readonly #rows: Relation;
  readonly #keys: ReadonlyMap<string, number>;
  readonly #groups: Relation;
  readonly #grouped: Select;
  /** The SELECT of the aggregates of each lookup, and the relation that it is. */
  readonly #found: Map<Relation, { readonly select: Select; readonly relation: Relation }> =
    new Map();

  constructor(
    select: Select,
    rows: Relation,
    keys: ReadonlyMap<string, number>,
    lookups: readonly Relation[],
  ) {
    this.#rows = rows;
    this.#keys = keys;
    const named = select.groupBy.map((expression, i) => ({ expression, name: `key_${i}` }));
    const from = select.from.filter((relation) => !lookups.includes(relation));
    this.#grouped = { ...select, items: named, from };
    this.#groups = relationOf("groups", this.#grouped, false);
    for (const lookup of lookups) {
      const found: Select = { ...select, items: [], from: [lookup], groupBy: [] };
      this.#found.set(lookup, { select: found, relation: relationOf("found", found, true) });
    }
  }

  /** Returns an expression of the SELECT about these relations; undefined if it takes a row of them as it is. */
  placed(expression: Expression): Expression | undefined {
    let isKnown = true;
    const visit = (part: Expression): Expression => {
      switch (part.kind) {
        case "atom":
          return part;
        case "operation":
          return mapOperands(part, visit);
        case "column": {
          const key = part.relation === this.#rows ? this.#keys.get(part.name) : undefined;
          if (key !== undefined) return column(this.#groups, `key_${key}`);
          break;
        }
        case "aggregate": {
          // Windows are over the groups, of which there are as many.
          if (part.over !== undefined) return mapOperands(part, visit);
          const added = this.#aggregate(part);
          if (added !== undefined) return added;
          break;
        }
        case "subquery": {
          const value = valueOf(part.query);
          if (value !== undefined) return visit(value);
          break;
        }
        case "output":
        case "wholeRow":
          break;
      }
      isKnown = false;
      return part;
    };
    const result = visit(expression);
    return isKnown ? result : undefined;
  }

  /** Returns the relations to read: the groups, and of those with aggregates the ones that are read. */
  relations(): Relation[] {
    const inGroups = (query: Query): void => {
      mapQuery(query, (expression) =>
        mapExpression(expression, (part) => {
          if (part.kind !== "column" || part.relation !== this.#rows) return part;
          return column(this.#groups, `key_${this.#keys.get(part.name)}`);
        }),
      );
      queriesOf(query).forEach(inGroups);
    };
    const found = [...this.#found].filter(([, { select }]) => select.items.length > 0);
    for (const [{ source }] of found) if (source.kind === "query") inGroups(source.query);
    return [this.#groups, ...found.map(([, { relation }]) => relation)];
  }

  /** Computes an aggregate where all that it mentions is; returns the column with it. */
  #aggregate(aggregate: Aggregate): Expression | undefined {
    const about = this.#relationsOf(aggregate);
    if (about.size === 0 || about.has(undefined)) return undefined;
    const lookup = [...this.#found.keys()].find((each) => about.has(each));
    const found = lookup === undefined ? undefined : this.#found.get(lookup);
    if (found !== undefined && about.size > 1) return undefined;
    const { select, relation } = found ?? { select: this.#grouped, relation: this.#groups };
    const name = `value_${select.items.length}`;
    select.items.push({ expression: aggregate, name });
    return column(relation, name);
  }

  /** Returns the relations that an aggregate mentions; undefined stands for a query in it. */
  #relationsOf(aggregate: Expression): ReadonlySet<Relation | undefined> {
    const found = new Set<Relation | undefined>();
    walkExpression(aggregate, (part) => {
      if ("relation" in part) found.add(part.relation);
      if (part.kind === "subquery") found.add(undefined);
    });
    return found;
  }
}

/**
 * Returns the value of a query that is nothing but an expression about outer relations, such as `(SELECT COUNT(r1.*) AS
 * value)`.
 */
function valueOf(query: Query): Expression | undefined {
  if (!isOneRow(query)) return undefined;
  const [item, ...others] = query.items;
  return others.length === 0 ? item?.expression : undefined;
}

/** Checks for a SELECT of one row, which reads no more than others like it. */
function isOneRow(query: Query): query is Select {
  if (query.kind !== "select" || query.ctes.length > 0 || query.where.length > 0) return false;
  if (query.groupBy.length > 0 || query.limit !== undefined || query.offset !== undefined)
    return false;
  return query.from.every(({ source }) => source.kind === "query" && isOneRow(source.query));
}

function relationOf(alias: string, query: Select, isLateral: boolean): Relation {
  return { alias, columns: undefined, source: { kind: "query", query }, isLateral };
}
