/** DuckDB types whose values have a fixed width, and bytes that the format takes as they are. */
export type FixedType =
  | "TINYINT"
  | "UTINYINT"
  | "SMALLINT"
  | "USMALLINT"
  | "INTEGER"
  | "UINTEGER"
  | "FLOAT"
  | "DATE"
  | "BIGINT"
  | "UBIGINT"
  | "DOUBLE"
  | "TIME"
  | "TIMESTAMP";

/** A column of a part of a result, or a part of a nested one. */
export type ColumnVector =
  | FixedVector
  | BooleanVector
  | TextVector
  | ExactVector
  | ListVector
  | StructVector
  | UnionVector
  | OtherVector;

/** Bits that say which rows are not NULL: bit `offset + row`, least significant first. */
export interface Validity {
  readonly bits: Uint8Array;
  readonly offset: number;
}

interface Vector {
  /** The type in SQL, for messages. */
  readonly type: string;
  /** `null` if no row is NULL. */
  readonly validity: Validity | null;
}

/** Numbers, dates and times. DATE counts days since 1970-01-01, TIME and TIMESTAMP microseconds. */
export interface FixedVector extends Vector {
  readonly kind: "fixed";
  readonly type: FixedType;
  /** The values one after the other, little-endian. Starts at a multiple of their width. */
  readonly bytes: Uint8Array;
}

/** Truth values. */
export interface BooleanVector extends Vector {
  readonly kind: "boolean";
  readonly at: (row: number) => boolean;
}

/** Texts. */
export interface TextVector extends Vector {
  readonly kind: "text";
  /** Returns the size of a string in UTF-8. */
  readonly byteLength: (row: number) => number;
  /** Copies the UTF-8 of a string to `target`, which has room for it at `at`. */
  readonly copy: (row: number, target: Uint8Array, at: number) => void;
}

/** Decimal numbers, and whole numbers wider than 64 bits. */
export interface ExactVector extends Vector {
  readonly kind: "exact";
  /** Digits after the point. */
  readonly scale: number;
  /** `true` for a column of whole numbers; `false` for decimals, also if they have no digits after the point. */
  readonly isWhole: boolean;
  /** The value without its point. */
  readonly at: (row: number) => bigint;
}

/** Lists. */
export interface ListVector extends Vector {
  readonly kind: "list";
  /** Row of `items` that the list of a row begins at. */
  readonly start: (row: number) => number;
  readonly length: (row: number) => number;
  /** The items of all rows. */
  readonly items: ColumnVector;
}

/** Tuples. */
export interface StructVector extends Vector {
  readonly kind: "struct";
  /** Vectors with as many rows as this one. */
  readonly fields: readonly ColumnVector[];
}

/** Enums. */
export interface UnionVector extends Vector {
  readonly kind: "union";
  /** Returns the index of the member that a row has. */
  readonly tag: (row: number) => number;
  readonly names: readonly string[];
  /** Vectors with as many rows as this one. */
  readonly members: readonly ColumnVector[];
}

/** Values that Lutra has no type for. */
export interface OtherVector extends Vector {
  readonly kind: "other";
}

/** Bytes of a value. */
export const fixedWidths: Readonly<Record<FixedType, 1 | 2 | 4 | 8>> = {
  TINYINT: 1,
  UTINYINT: 1,
  SMALLINT: 2,
  USMALLINT: 2,
  INTEGER: 4,
  UINTEGER: 4,
  FLOAT: 4,
  DATE: 4,
  BIGINT: 8,
  UBIGINT: 8,
  DOUBLE: 8,
  TIME: 8,
  TIMESTAMP: 8,
};

/** Checks if a row is NULL. */
export function isNull(validity: Validity, row: number): boolean {
  const bit = validity.offset + row;
  return (((validity.bits[bit >> 3] as number) >> (bit & 7)) & 1) === 0;
}
