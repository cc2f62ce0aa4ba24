/**
 * Types of columns of a table, and the TypeScript type of their values: `bool` boolean, `text` string, `date` days since
 * 1970 as a number, integers to 32 bits and floats number, all others bigint.
 */
export type ColumnType =
  | "bool"
  | "int8"
  | "int16"
  | "int32"
  | "int64"
  | "uint8"
  | "uint16"
  | "uint32"
  | "uint64"
  | "float32"
  | "float64"
  | "text"
  | "date"
  | "time"
  | "timestamp"
  | "duration"
  | "decimal";

/** A value of a column; `null` in columns that allow it. */
export type ColumnValue = boolean | number | bigint | string | null;

/** A column of a table in memory. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** Allows `null`. */
  readonly nullable: boolean;
  readonly values: readonly ColumnValue[];
}

/** A field of a table in a file. Fields with fields of their own are groups. */
export interface StoredField {
  readonly name: string;
  readonly repetition: "required" | "optional" | "repeated";
  /** For a group: `list` is a list whose item is the one member of `fields`; `group` is a tuple of them. */
  readonly type: ColumnType | "list" | "group" | UnknownType;
  readonly fields: readonly StoredField[];
}

/** A type that Lutra has no equivalent for. */
export interface UnknownType {
  /** Its name in Parquet's terms, for error messages. */
  readonly unknown: string;
}

/** A value in a file: lists are arrays of their items, groups are arrays of their members. */
export type StoredValue = ColumnValue | readonly StoredValue[];

/** A table in a file, opened. */
export interface StoredTable {
  readonly rowCount: number;
  /** One per column at the top level. */
  readonly fields: readonly StoredField[];
  /**
   * Returns the bytes of memory that reading a column takes, by what the heads of its pages declare: a few bytes of a
   * file can stand for any number of equal values.
   *
   * @param index - position in `fields`
   * @returns bytes, more rather than less
   * @throws as {@link StoredTable.readColumn}
   */
  memoryOf(index: number): number;
  /**
   * Reads one column at the top level, one value per row.
   *
   * @param index - position in `fields`
   * @throws Error for bytes that are malformed, an encoding or compression that is not supported, an unknown type
   */
  readColumn(index: number): readonly StoredValue[];
  /**
   * Returns `true` if a field at the top level is null in some row.
   *
   * @param index - position in `fields`
   * @throws as {@link StoredTable.readColumn}
   */
  hasNulls(index: number): boolean;
}

/**
 * Reads and writes Parquet files in memory. A separate object, so that only who works with files has the code in a bundle:
 * `createParquetFormat` of `@lutra/runner-interpreter/parquet`.
 */
export interface ParquetFormat {
  /** @throws Error for bytes that are no Parquet file */
  open(bytes: Uint8Array): StoredTable;
  /** Writes a table. All columns have the same length; names differ. */
  write(columns: readonly Column[]): Uint8Array;
}
