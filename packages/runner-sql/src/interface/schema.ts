/** Schema of a database, with its tables, which may be none. */
export interface Schema {
  readonly name: string;
  /** `true` if SQL needs its name in quotes, which the compiler does not write. */
  readonly isReserved: boolean;
  readonly tables: readonly Table[];
}

/** A table. */
export interface Table {
  readonly name: string;
  /** As of a {@link Schema}. */
  readonly isReserved: boolean;
  /** The row type: in the order of the columns. */
  readonly fields: readonly RowField[];
  /** Operations that its names prevent. */
  readonly unquoted?: Unquoted;
  readonly lookups: readonly Lookup[];
}

/**
 * First name that prevents each operation on rows, if any: a column or field that needs quotes where the compiler
 * writes none.
 */
export interface Unquoted {
  readonly read?: string | undefined;
  readonly insert?: string | undefined;
  /** Giving one row, or none. */
  readonly find?: string | undefined;
}

/** A field of a row type, or of a tuple in it. */
export interface RowField {
  readonly name: string;
  readonly type: FieldType;
  readonly isOptional: boolean;
  /** The column that it stands for, by which lookups know it; absent for a part of one, or several together. */
  readonly column?: string;
}

/** A type of the standard library by its name, an array, or a tuple. */
export type FieldType =
  | string
  | { readonly item: FieldType }
  | { readonly fields: readonly RowField[] };

/** Columns that rows can be found by. */
export interface Lookup {
  /** Kind of object that it is in the database. */
  readonly by: "constraint" | "index";
  readonly name: string;
  readonly isUnique: boolean;
  /** Names of its columns, in order; `null` for an expression. */
  readonly columns: readonly (string | null)[];
}

/**
 * Words that the compiler writes into SQL in quotes, so that they are names there whatever they mean to the database.
 *
 * @see docs/spec/sql.md, "Statements"
 */
export const quotedWords: readonly string[] =
  "select from where group by limit offset distinct on none some end time".split(" ");
