import type { Demand, Demands } from "./demand.ts";
import { itemOf, numberingKeys } from "./numbering.ts";
import {
  type Aggregate,
  column,
  type Column,
  type Expression,
  type Query,
  type Select,
  type Statement,
  type Window,
} from "./tree.ts";
import { mapExpression, mapQuery, walkQueries } from "./walk.ts";

/** A numbering of rows in a SELECT. */
export interface Numbering {
  readonly select: Select;
  readonly keys: readonly Expression[];
  /** Uses of the number. */
  readonly demand: Demand;
  /** Uses of all columns of the SELECT. */
  readonly outputs: readonly Demand[];
}

/** Checks that a number is the key of one sort, and nothing else. */
export function isOneSort({ values, orders }: Demand): boolean {
  return values === 0 && orders === 1;
}

/**
 * Replaces numbers of rows that are only keys of sorts by other keys.
 *
 * The column with the number stays, and is never read.
 *
 * @param keysFor returns the keys in a number's place; undefined leaves the number
 * @returns whether there were such numbers
 */
export function passKeys(
  statement: Statement,
  demands: Demands,
  keysFor: (numbering: Numbering) => readonly Expression[] | undefined,
): boolean {
  const passing = new KeyPassing();
  let isPassing = false;
  walkQueries(statement, (query) => {
    if (query.kind !== "select") return;
    const outputs = demands.outputsOf(query);
    query.items.forEach(({ expression, name }, position) => {
      const keys = numberingKeys(expression);
      const demand = outputs[position];
      if (keys === undefined || name === undefined || demand === undefined) return;
      const passed = keysFor({ select: query, keys, demand, outputs });
      if (passed === undefined) return;
      passing.drop(query, position, passed);
      isPassing = true;
    });
  });
  if (!isPassing) return false;
  const queries: Query[] = [];
  walkQueries(statement, (query) => queries.push(query));
  for (const query of queries) passing.rewrite(query);
  return true;
}

/** Makes the sorts of a statement use the keys of the numberings that they sorted by. */
class KeyPassing {
  readonly #dropped: Map<Select, Map<number, readonly Expression[]>> = new Map();
  /** Names of the columns that stand for a column of a SELECT; undefined where it stays. */
  readonly #passed: Map<Select, Map<number, readonly string[] | undefined>> = new Map();

  drop(select: Select, position: number, keys: readonly Expression[]): void {
    const known = this.#dropped.get(select) ?? new Map<number, readonly Expression[]>();
    known.set(position, keys);
    this.#dropped.set(select, known);
  }

  rewrite(query: Query): void {
    mapQuery(query, (expression) => mapExpression(expression, (part) => this.#inner(part)));
    if (query.kind !== "select") return;
    query.orderBy = query.orderBy.flatMap((key) => {
      if (key.kind !== "output") return this.#keys(key);
      const position = query.items.findIndex(({ name }) => name === key.name);
      const keys = this.#dropped.get(query)?.get(position);
      return keys === undefined ? [key] : keys.flatMap((inner) => this.#keys(inner));
    });
  }

  /** Aggregates and window functions, which sort for themselves. */
  #inner(expression: Expression): Expression {
    if (expression.kind !== "aggregate") return expression;
    const { over } = expression;
    const orderBy = expression.orderBy.flatMap((key) => this.#keys(key));
    const result: Aggregate = { ...expression, orderBy };
    if (over === undefined) return result;
    const window: Window = { ...over, orderBy: over.orderBy.flatMap((key) => this.#keys(key)) };
    return { ...result, over: window };
  }

  #keys(key: Expression): readonly Expression[] {
    return key.kind === "column" ? this.#columns(key) : [key];
  }

  #columns(key: Column): readonly Column[] {
    const found = itemOf(key.relation, key.name);
    if (found === undefined) return [key];
    const names = this.#pass(found.select, found.position, found.expression);
    return names?.map((name) => column(key.relation, name)) ?? [key];
  }

  #pass(select: Select, position: number, expression: Expression): readonly string[] | undefined {
    const known = this.#passed.get(select) ?? new Map<number, readonly string[] | undefined>();
    this.#passed.set(select, known);
    if (known.has(position)) return known.get(position);
    const dropped = this.#dropped.get(select)?.get(position);
    let names: readonly string[] | undefined;
    if (dropped !== undefined) names = dropped.flatMap((key) => this.#add(select, this.#keys(key)));
    else if (expression.kind === "column") {
      const keys = this.#columns(expression);
      if (keys.length !== 1 || keys[0] !== expression) names = this.#add(select, keys);
    }
    known.set(position, names);
    return names;
  }

  #add(select: Select, keys: readonly Expression[]): readonly string[] {
    return keys.map((expression) => {
      const taken = new Set(select.items.map(({ name }) => name));
      let name = "key";
      for (let i = 2; taken.has(name); i++) name = `key_${i}`;
      select.items.push({ expression, name });
      return name;
    });
  }
}
