/**
 * The SQL that the optimizer understands, as a tree. Columns point at the relation that they belong to, so that a part
 * of a statement can move without a name changing its meaning; the printer gives names again.
 *
 * Expressions are shared between places and never changed. Queries and relations are owned by one place, and rules
 * change them.
 */
export type Expression = Atom | Column | Output | WholeRow | Operation | Aggregate | Subquery;

/** A literal or a placeholder, as it is written. */
export interface Atom {
  readonly kind: "atom";
  readonly text: string;
}

/** A column of a relation in scope. */
export interface Column {
  readonly kind: "column";
  readonly relation: Relation;
  readonly name: string;
}

/** A result column of the query whose ORDER BY names it. */
export interface Output {
  readonly kind: "output";
  readonly name: string;
}

/** All columns of a relation: `r1.*`, the argument of COUNT. */
export interface WholeRow {
  readonly kind: "wholeRow";
  readonly relation: Relation;
}

/** An operator, a cast, a CASE or a call of a function: its operands between the parts of its text. */
export interface Operation {
  readonly kind: "operation";
  /** The operator or the function in lower case; `cast`, `case`, `isnull`. */
  readonly operator: string;
  /** One more than there are operands. */
  readonly parts: readonly string[];
  readonly operands: readonly Expression[];
}

/** An aggregate, or a window function if it has an OVER clause. */
export interface Aggregate {
  readonly kind: "aggregate";
  /** In upper case. */
  readonly name: string;
  readonly args: readonly Expression[];
  readonly orderBy: readonly Expression[];
  /** Predicate of the rows that it is about: a FILTER clause. */
  readonly filter?: Expression;
  readonly over?: Window;
}

/** An OVER clause. */
export interface Window {
  readonly partitionBy?: readonly Expression[];
  readonly orderBy: readonly Expression[];
  /** `ROWS BETWEEN ...`. */
  readonly frame?: Operation;
}

/** A query as a value. */
export interface Subquery {
  readonly kind: "subquery";
  readonly query: Query;
}

export type Query = Select | Union | Values;

/** A SELECT without DISTINCT, HAVING and joins. */
export interface Select {
  readonly kind: "select";
  ctes: Cte[];
  items: Item[];
  from: Relation[];
  /** Predicates that all hold. */
  where: Expression[];
  groupBy: Expression[];
  orderBy: Expression[];
  limit: Expression | undefined;
  offset: Expression | undefined;
}

/** A UNION ALL. Its columns have the names of the first arm's. */
export interface Union {
  readonly kind: "union";
  ctes: Cte[];
  arms: Query[];
  orderBy: Expression[];
  limit: Expression | undefined;
  offset: Expression | undefined;
}

/** Rows of values. */
export interface Values {
  readonly kind: "values";
  rows: readonly (readonly Expression[])[];
}

/** A result column; `name` is absent if the database chooses it. */
export interface Item {
  readonly expression: Expression;
  readonly name: string | undefined;
}

/** A query in a WITH clause. */
export interface Cte {
  readonly name: string;
  readonly columns: readonly string[] | undefined;
  readonly isRecursive: boolean;
  /** `true` if it is computed before its readers, also where it has only one. */
  isMaterialized?: boolean;
  query: Query;
}

/** An entry of a FROM clause. */
export interface Relation {
  alias: string;
  /** Names given to its columns. */
  readonly columns: readonly string[] | undefined;
  source: Source;
  /** `true` if it may mention the relations before it. */
  isLateral: boolean;
  /** `true` if it brings a row of NULL if it has none: LEFT JOIN ... ON TRUE. */
  isOptional?: boolean;
}

export type Source =
  | { readonly kind: "table"; readonly name: string }
  | { readonly kind: "query"; query: Query }
  | { readonly kind: "function"; readonly call: Operation; readonly hasOrdinality: boolean }
  | { readonly kind: "cte"; readonly cte: Cte };

/** A statement: a query, or a change of a table that reads queries. */
export type Statement =
  | WholeQuery
  | { readonly kind: "insert"; readonly head: string; query: Query }
  | Change;

/** A query that is the result. */
export interface WholeQuery {
  readonly kind: "query";
  query: Query;
  /** `true` if a row is the tuple in the option that the program gives, and no row is none. */
  leavesOutNone?: boolean;
}

/** `UPDATE target SET ... FROM ... WHERE`, or `DELETE FROM target USING ... WHERE`. */
export interface Change {
  readonly kind: "update" | "delete";
  readonly target: Relation;
  assignments: readonly { readonly column: string; readonly value: Expression }[];
  readonly from: Relation[];
  where: Expression[];
}

/** Makes a literal. */
export function atom(text: string): Atom {
  return { kind: "atom", text };
}

/** Makes a reference to a column. */
export function column(relation: Relation, name: string): Column {
  return { kind: "column", relation, name };
}

/** Makes a call of a function, or an operator between parts of text. */
export function operation(
  operator: string,
  parts: readonly string[],
  ...operands: readonly Expression[]
): Operation {
  return { kind: "operation", operator, parts, operands };
}
