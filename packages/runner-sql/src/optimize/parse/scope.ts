import { outputNames } from "../numbering.ts";
import type { Column, Relation, WholeRow } from "../tree.ts";
import { UnknownSql } from "./lexer.ts";

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** A column whose relation is not known yet: the columns of a SELECT come before its FROM. */
interface Pending {
  readonly node: Writable<Column> | Writable<WholeRow>;
  /** Absent for a bare name. */
  readonly qualifier: string | undefined;
  readonly at: number;
}

const unresolved: Relation = {
  alias: "",
  columns: undefined,
  source: { kind: "table", name: "" },
  isLateral: false,
};

/** Columns that every table has in one of the databases: where a row is. */
const rowIds: ReadonlySet<string> = new Set(["ctid", "rowid"]);

/** Finds the relations of columns while a statement is read. */
export class Scopes {
  #pending: Pending[] = [];

  /** Makes a column; {@link resolve} gives it its relation. */
  column(qualifier: string | undefined, name: string, at: number): Column {
    const node: Column = { kind: "column", relation: unresolved, name };
    this.#pending.push({ node, qualifier, at });
    return node;
  }

  /** Makes a reference to all columns of a relation. */
  wholeRow(qualifier: string, at: number): WholeRow {
    const node: WholeRow = { kind: "wholeRow", relation: unresolved };
    this.#pending.push({ node, qualifier, at });
    return node;
  }

  /** Runs a step and returns the columns that it met, which stand in no scope yet. */
  collect<T>(step: () => T): { readonly result: T; readonly met: readonly Pending[] } {
    const outer = this.#pending;
    this.#pending = [];
    const result = step();
    const met = this.#pending;
    this.#pending = outer;
    return { result, met };
  }

  /** Assigns columns their relations; those that belong to none of these stay for an outer scope. */
  resolve(met: readonly Pending[], relations: readonly Relation[]): void {
    for (const pending of met) {
      const relation = find(pending, relations);
      if (relation === undefined) this.#pending.push(pending);
      else pending.node.relation = relation;
    }
  }

  /** Leaves columns for an outer scope. */
  pass(met: readonly Pending[]): void {
    this.#pending.push(...met);
  }

  /** @throws UnknownSql if a column belongs to no relation */
  end(): void {
    const [pending] = this.#pending;
    if (pending !== undefined) throw new UnknownSql("a column of no relation", pending.at);
  }
}

function find({ node, qualifier, at }: Pending, relations: readonly Relation[]) {
  const name = node.kind === "column" ? node.name : undefined;
  if (qualifier !== undefined) {
    const named = relations.filter(({ alias }) => alias === qualifier);
    if (named.length > 1) throw new UnknownSql("a name of two relations", at);
    const [relation] = named;
    if (relation === undefined) return undefined;
    const known = outputNames(relation);
    if (name !== undefined && known !== undefined && !known.includes(name)) {
      throw new UnknownSql("a column that is not there", at);
    }
    return relation;
  }
  if (name === undefined || relations.length === 0) return undefined;
  const [first, ...others] = relations;
  const isTable = first?.source.kind === "table" && others.length === 0;
  if (isTable && rowIds.has(name)) return first;
  const found = relations.filter((relation) => outputNames(relation)?.includes(name));
  const areKnown = relations.every((relation) => outputNames(relation) !== undefined);
  if (found.length !== 1 || !areKnown) throw new UnknownSql("a name of an unknown relation", at);
  return found[0];
}
