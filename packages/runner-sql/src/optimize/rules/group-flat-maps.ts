import { outputNames } from "../numbering.ts";
import type { RowCounts } from "../row-count.ts";
import type { Rule } from "../rule.ts";
import {
  type Aggregate,
  column,
  type Expression,
  type Item,
  operation,
  type Query,
  type Relation,
  type Select,
} from "../tree.ts";
import {
  expressionsOf,
  mapExpression,
  mapOperands,
  mapQuery,
  walkExpression,
  walkExpressions,
  walkQueries,
} from "../walk.ts";

/**
 * Repairs `flat_map` of a group's rows: `rows | flat_map(r -> items() | filter(i -> i.order == r.id)) | count`.
 *
 * The compiler joins each row of the group with its items, `FROM rows, LATERAL (SELECT ... FROM items ...) GROUP BY key`,
 * so that a group without items is missing, and what is said of the rows counts once for each item.
 *
 * With the rule, a row has the aggregate of its own items, and the group the aggregate of these: the sum of counts and of
 * sums, the greatest of the greatest. A row without items has the count 0 or NULL, which those aggregates leave out. The
 * interpreter gives the same.
 *
 * A query stays if an aggregate of its items cannot be made of others, such as a list, or if anything compares positions:
 * the compiler takes those in one row's items for those in all.
 */
export const groupFlatMaps: Rule = {
  name: "group-flat-maps",
  apply: (statement, { rowCounts }) => {
    const selects: Select[] = [];
    walkQueries(statement, (query) => {
      if (query.kind === "select" && query.groupBy.length > 0) selects.push(query);
    });
    return selects.map((select) => aggregateRows(select, rowCounts)).some(Boolean);
  },
};

/** Aggregates of aggregates, by the name of the inner ones. None is known as a window function. */
const outer: ReadonlyMap<string, string> = new Map([
  ["COUNT", "SUM"],
  ["SUM", "SUM"],
  ["MAX", "MAX"],
  ["MIN", "MIN"],
  ["BOOL_AND", "BOOL_AND"],
  ["BOOL_OR", "BOOL_OR"],
]);

/** Gives the rows of a SELECT's groups the aggregates of their items; returns whether there were any. */
function aggregateRows(select: Select, rowCounts: RowCounts): boolean {
  const [rows, ...parts] = select.from;
  if (rows === undefined || rows.columns !== undefined) return false;
  if (select.where.length > 0 || select.orderBy.length > 0) return false;
  const names = outputNames(rows);
  if (names?.every((name) => name !== undefined) !== true) return false;
  const keys = new Set<string>();
  for (const key of select.groupBy) {
    if (key.kind !== "column" || key.relation !== rows) return false;
    keys.add(key.name);
  }
  const items = parts.filter(
    (part) => rowCounts.multiRow([part]) > 0 && isFlatMap(part, rows, keys),
  );
  const others = parts.filter((part) => !items.includes(part));
  const byOthers = new Set<Relation>();
  for (const part of others) addMentionedBy(part, byOthers);
  if (items.length === 0 || items.some((part) => byOthers.has(part))) return false;
  const aggregates = new RowAggregates(rows, items);
  const placed = select.items.map(({ expression, name }) => ({
    expression: aggregates.placed(expression),
    name,
  }));
  if (!placed.every((item): item is Item => item.expression !== undefined)) return false;
  select.items = placed;
  select.from = [rows, ...others];
  aggregates.addTo(rows, names);
  return true;
}

/** Checks for a query of a table that mentions more of a row than the key of its group, and no position. */
function isFlatMap({ source, columns }: Relation, rows: Relation, keys: Set<string>) {
  if (source.kind !== "query" || columns !== undefined) return false;
  let [readsTable, isOfRow, hasPositions] = [false, false, false];
  walkQueries({ kind: "query", query: source.query }, (query) => {
    if (query.kind !== "select") return;
    readsTable ||= query.from.some(({ source: { kind } }) => kind === "table" || kind === "cte");
    for (const predicate of query.where) {
      walkExpression(predicate, (part) => {
        hasPositions ||= part.kind === "column" && part.name === "index";
      });
    }
    for (const expression of expressionsOf(query)) {
      walkExpression(expression, (part) => {
        if (part.kind === "column" && part.relation === rows) isOfRow ||= !keys.has(part.name);
      });
    }
  });
  return readsTable && isOfRow && !hasPositions;
}

/** Adds the relations that an expression mentions, those in its queries included. */
function addMentioned(expression: Expression, mentioned: Set<Relation>): void {
  walkExpression(expression, (part) => {
    addRelationOf(part, mentioned);
    if (part.kind === "subquery") addMentionedIn(part.query, mentioned);
  });
}

function addMentionedIn(query: Query, mentioned: Set<Relation>): void {
  walkExpressions({ kind: "query", query }, (part) => addRelationOf(part, mentioned));
}

function addMentionedBy({ source }: Relation, mentioned: Set<Relation>): void {
  if (source.kind === "query") addMentionedIn(source.query, mentioned);
  if (source.kind === "function") addMentioned(source.call, mentioned);
}

function addRelationOf(part: Expression, mentioned: Set<Relation>): void {
  if ("relation" in part) mentioned.add(part.relation);
}

/** Aggregates of the items of each row. */
class RowAggregates {
  readonly #rows: Relation;
  readonly #items: ReadonlySet<Relation>;
  /** The SELECT of a row's aggregates, for each relation with items. */
  readonly #selects: Map<Relation, Select> = new Map();
  #count = 0;

  constructor(rows: Relation, items: readonly Relation[]) {
    this.#rows = rows;
    this.#items = new Set(items);
  }

  /** Returns an expression about rows and their aggregates; undefined if it takes an item as it is. */
  placed(expression: Expression): Expression | undefined {
    let isKnown = true;
    const visit = (part: Expression): Expression => {
      if (part.kind === "operation") return mapOperands(part, visit);
      const mentioned = new Set<Relation>();
      addMentioned(part, mentioned);
      const items = [...mentioned].filter((relation) => this.#items.has(relation));
      if (items.length === 0) return part;
      const isAggregate = part.kind === "aggregate" && mentioned.size === 1;
      const placed = isAggregate ? this.#aggregate(part, items[0]!) : undefined;
      isKnown &&= placed !== undefined;
      return placed ?? part;
    };
    const result = visit(expression);
    return isKnown ? result : undefined;
  }

  /** Puts the aggregates into the rows. */
  addTo(rows: Relation, names: readonly (string | undefined)[]): void {
    const inner: Relation = { ...rows };
    const ofInner = (part: Expression): Expression =>
      "relation" in part && part.relation === rows ? { ...part, relation: inner } : part;
    const items: Item[] = names.map((name) => ({ expression: column(inner, name!), name }));
    const from = [inner];
    for (const select of this.#selects.values()) {
      walkQueries({ kind: "query", query: select }, (query) =>
        mapQuery(query, (each) => mapExpression(each, ofInner)),
      );
      const source = { kind: "query", query: select } as const;
      const found: Relation = { alias: "found", columns: undefined, source, isLateral: true };
      for (const { name } of select.items) items.push({ expression: column(found, name!), name });
      from.push(found);
    }
    rows.source = { kind: "query", query: selectOf(items, from) };
  }

  /** Returns the aggregate of an aggregate that the rows have; undefined if there is none. */
  #aggregate(aggregate: Aggregate, items: Relation): Expression | undefined {
    const { name, orderBy } = aggregate;
    const combined = outer.get(name);
    if (combined === undefined || orderBy.length > 0) return undefined;
    const select = this.#selects.get(items) ?? selectOf([], [items]);
    this.#selects.set(items, select);
    const found = `found_${this.#count++}`;
    select.items.push({ expression: aggregate, name: found });
    const args = [column(this.#rows, found)];
    const of: Aggregate = { kind: "aggregate", name: combined, args, orderBy: [] };
    return name === "COUNT" ? operation("cast", ["", "::int8"], of) : of;
  }
}

function selectOf(items: Item[], from: Relation[]): Select {
  const bare = { ctes: [], where: [], groupBy: [], orderBy: [] };
  return { kind: "select", ...bare, limit: undefined, offset: undefined, items, from };
}
