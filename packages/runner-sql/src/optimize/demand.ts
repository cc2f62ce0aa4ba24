import { isAggregating, namesOf, numberingKeys } from "./numbering.ts";
import type { RowCounts } from "./row-count.ts";
import type { Aggregate, Cte, Expression, Query, Relation, Select, Statement } from "./tree.ts";
import { operandsOf } from "./walk.ts";

/**
 * Uses of a column: the number of reads of its value, and of sorts whose last key it is.
 *
 * The last key of a sort closes it. Its value counts for no more than the order of rows, if each row of the
 * sort has a row of its own where the key comes from: rows that a join multiplied stay together by the key's value.
 */
export interface Demand {
  readonly values: number;
  readonly orders: number;
  /** Those of these sorts of which only a given number of first rows is taken. */
  readonly tops: number;
}

const none: Demand = { values: 0, orders: 0, tops: 0 };
const value: Demand = { values: 1, orders: 0, tops: 0 };
const order: Demand = { values: 0, orders: 1, tops: 0 };
const top: Demand = { values: 0, orders: 1, tops: 1 };

/** Checks that nothing uses a column. */
export function isUnused({ values, orders }: Demand): boolean {
  return values === 0 && orders === 0;
}

/** Checks that a column only closes sorts of which the first rows are taken. */
export function isTop({ values, orders, tops }: Demand): boolean {
  return values === 0 && orders > 0 && tops === orders;
}

/** Window functions that look at the order of rows, and not at which rows are equal in it. */
const ordered: ReadonlySet<string> = new Set(["ROW_NUMBER", "LAG", "LEAD"]);

/**
 * Finds how a statement uses the columns of its relations, from the result down: a column that is never read uses
 * nothing, and a column that only passes another one on uses it as it is used itself.
 */
export function demandsOf(statement: Statement, rowCounts: RowCounts): Demands {
  return new Demands(statement, rowCounts);
}

/** Uses of the columns of a statement's relations and queries. */
export class Demands {
  readonly #relations: Map<Relation, Map<string, Demand>> = new Map();
  readonly #ctes: Map<Cte, Map<string, Demand>> = new Map();
  readonly #outputs: Map<Select, readonly Demand[]> = new Map();
  readonly #rowCounts: RowCounts;
  /** `true` if each row of the query at hand has a row of its own in the relation that it reads. */
  #isFlat = true;

  constructor(statement: Statement, rowCounts: RowCounts) {
    this.#rowCounts = rowCounts;
    if ("query" in statement) {
      this.#query(statement.query, () => value);
      return;
    }
    for (const { value: assigned } of statement.assignments) this.#use(assigned, value);
    for (const predicate of statement.where) this.#use(predicate, value);
    for (const relation of statement.from.toReversed()) this.#relation(relation);
  }

  /** Returns the uses of a column of a relation. */
  of(relation: Relation, name: string): Demand {
    return this.#relations.get(relation)?.get(name) ?? none;
  }

  /** Returns the uses of the columns of a SELECT, its own ORDER BY included. */
  outputsOf(select: Select): readonly Demand[] {
    return this.#outputs.get(select) ?? select.items.map(() => none);
  }

  #query(query: Query, demandOf: (name: string, position: number) => Demand): void {
    if (query.kind === "values") {
      for (const expression of query.rows.flat()) this.#use(expression, value);
      return;
    }
    for (const end of [query.limit, query.offset]) if (end !== undefined) this.#use(end, value);
    if (query.kind === "select") this.#select(query, demandOf);
    else {
      const names = namesOf(query);
      const sorted = new Set(query.orderBy.map((key) => (key.kind === "output" ? key.name : "")));
      const isOpaque = !query.arms.every(canLoseColumns);
      for (const arm of query.arms) {
        // Positions decide in a UNION. What an arm passes on must be one column, so that all arms agree.
        this.#query(arm, (_, position) => {
          const name = names[position] ?? "";
          const isRead = isOpaque || sorted.has(name) || !isUnused(demandOf(name, position));
          return isRead ? value : none;
        });
      }
    }
    for (const cte of query.ctes.toReversed()) this.#cte(cte);
  }

  #select(select: Select, demandOf: (name: string, position: number) => Demand): void {
    const { items, from } = select;
    const outputs = items.map(({ name }, position) => {
      const sorts = select.orderBy.filter((key) => key.kind === "output" && key.name === name);
      return sum(demandOf(name ?? "", position), { ...none, orders: sorts.length });
    });
    this.#outputs.set(select, outputs);
    const isOuterFlat = this.#isFlat;
    this.#isFlat = this.#rowCounts.multiRow(from) <= 1;
    items.forEach(({ expression }, i) => this.#use(expression, outputs[i] ?? none));
    const sorted = select.orderBy.filter((key) => !this.#isOrderOfOutput(select, key));
    this.#keys(sorted, select.limit?.kind === "atom" ? top : order);
    for (const expression of [...select.where, ...select.groupBy]) this.#use(expression, value);
    // A relation may mention those before it, so the last one comes first: all uses of each are then known.
    for (const relation of from.toReversed()) this.#relation(relation);
    this.#isFlat = isOuterFlat;
  }

  /**
   * Checks for a key that sorts the first rows of a LIMIT again by the same column. That is one use of the order, not
   * two: some order of all rows starts with these rows, in this order.
   */
  #isOrderOfOutput(select: Select, key: Expression): boolean {
    if (select.limit === undefined || key.kind !== "column") return false;
    const { relation, name } = key;
    const outputs = this.outputsOf(select);
    return select.items.some(({ expression }, i) => {
      const isSame =
        expression.kind === "column" &&
        expression.relation === relation &&
        expression.name === name;
      return isSame && (outputs[i]?.orders ?? 0) > 0;
    });
  }

  #relation(relation: Relation): void {
    const { source } = relation;
    if (source.kind === "function") this.#use(source.call, value);
    if (source.kind === "query") {
      const { columns } = relation;
      this.#query(source.query, (name) =>
        columns === undefined ? this.of(relation, name) : value,
      );
    }
    if (source.kind === "cte") {
      const known = this.#ctes.get(source.cte) ?? new Map<string, Demand>();
      for (const [name, demand] of this.#relations.get(relation) ?? []) add(known, name, demand);
      this.#ctes.set(source.cte, known);
    }
  }

  #cte(cte: Cte): void {
    const known = this.#ctes.get(cte);
    // A query whose columns are named by a list, or that reads its own rows, keeps all of them.
    const isOpaque = cte.isRecursive || cte.columns !== undefined;
    this.#query(cte.query, (name) => (isOpaque ? value : (known?.get(name) ?? none)));
  }

  #use(expression: Expression, demand: Demand): void {
    if (isUnused(demand)) return;
    switch (expression.kind) {
      case "column": {
        const known = this.#relations.get(expression.relation) ?? new Map<string, Demand>();
        add(known, expression.name, this.#isFlat ? demand : value);
        this.#relations.set(expression.relation, known);
        return;
      }
      case "subquery":
        this.#query(expression.query, () => value);
        return;
      case "aggregate":
        this.#aggregate(expression);
        return;
      case "operation": {
        const keys = numberingKeys(expression);
        if (keys !== undefined) this.#keys(keys, isTop(demand) ? top : order);
        else for (const part of operandsOf(expression)) this.#use(part, value);
        return;
      }
      case "atom":
      case "output":
      case "wholeRow":
        return;
    }
  }

  #aggregate({ name, args, orderBy, filter, over }: Aggregate): void {
    for (const arg of args) this.#use(arg, value);
    if (filter !== undefined) this.#use(filter, value);
    this.#keys(orderBy, order);
    if (over === undefined) return;
    for (const part of over.partitionBy ?? []) this.#use(part, value);
    const isOrdered = ordered.has(name) || over.frame !== undefined;
    if (isOrdered) this.#keys(over.orderBy, order);
    else for (const key of over.orderBy) this.#use(key, value);
    for (const bound of over.frame?.operands ?? []) this.#use(bound, value);
  }

  #keys(keys: readonly Expression[], last: Demand): void {
    keys.forEach((key, i) => {
      this.#use(key, key.kind === "column" && i === keys.length - 1 ? last : value);
    });
  }
}

/** Checks that an arm of a UNION can do without a column that is never read, whichever it is. */
function canLoseColumns(arm: Query): boolean {
  if (arm.kind === "union") return arm.arms.every(canLoseColumns);
  return arm.kind === "select" && (arm.groupBy.length > 0 || !isAggregating(arm));
}

function sum(a: Demand, b: Demand): Demand {
  return { values: a.values + b.values, orders: a.orders + b.orders, tops: a.tops + b.tops };
}

function add(known: Map<string, Demand>, name: string, demand: Demand): void {
  known.set(name, sum(known.get(name) ?? none, demand));
}
