/** Members that the adapter reads of a data type of Apache Arrow. */
export interface ArrowType {
  readonly typeId: number;
  readonly bitWidth?: number;
  readonly isSigned?: boolean;
  readonly precision?: number;
  readonly scale?: number;
  readonly unit?: number;
  readonly timezone?: string | null;
  readonly mode?: number;
  readonly listSize?: number;
  readonly children?: readonly { readonly name: string; readonly type: ArrowType }[] | null;
  readonly typeIdToChildIndex?: Readonly<Record<number, number>>;
  toString(): string;
}

/** Members that the adapter reads of Arrow's `Data`. */
export interface ArrowData {
  readonly type: ArrowType;
  readonly length: number;
  readonly offset: number;
  /** A typed array, wherever the adapter reads it; Arrow's own declarations say more for other types. */
  readonly values?: unknown;
  readonly valueOffsets?: ArrayLike<number> | undefined;
  readonly nullBitmap?: Uint8Array | undefined;
  /** Numbers, in a union. */
  readonly typeIds?: unknown;
  readonly children?: readonly ArrowData[];
}

/** Members that the adapter reads of Arrow's `Table`. */
export interface ArrowTable {
  readonly batches: readonly { readonly numRows: number; readonly data: ArrowData }[];
}

/** Arrow's numbers for the types that DuckDB gives. */
export const arrowTypes = {
  dictionary: -1,
  int: 2,
  float: 3,
  binary: 4,
  utf8: 5,
  bool: 6,
  decimal: 7,
  date: 8,
  time: 9,
  timestamp: 10,
  interval: 11,
  list: 12,
  struct: 13,
  union: 14,
  fixedSizeBinary: 15,
  fixedSizeList: 16,
  map: 17,
} as const;

/** Arrow's numbers for microseconds, days and single precision. */
export const arrowUnits = { microsecond: 2, day: 0, single: 1, double: 2, sparse: 0 } as const;
