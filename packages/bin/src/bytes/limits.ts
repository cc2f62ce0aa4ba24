/** Limits of one `decode` call. They bound time and memory for bytes from anyone. */
export interface DecodeOptions {
  /** Maximum depth of nested pointers. @default 100, for programs 512 */
  readonly maxDepth?: number;
  /**
   * Memory that the value may take, as a multiple of the length of its bytes. `freeBytes` come on top.
   *
   * It is charged by an estimate of the heap before values are made. Small values become large objects (a tuple of one
   * byte takes 64), and bodies can be shared, so few bytes can describe a huge value. A string longer than 48 bytes
   * that is met again counts once.
   * @default 128
   */
  readonly maxExpansion?: number;
  /**
   * Bytes of memory that any value may take, however short its bytes are. Raise it for the output of programs: runners
   * share bodies between rows.
   * @default 65536
   */
  readonly freeBytes?: number;
  /**
   * Maximum number of items that take no bytes (`[{}]`) in one value. An item that takes more than 64 bytes of memory
   * counts once for every 64 of them.
   * @default 10000
   */
  readonly maxZeroSizedItems?: number;
  /**
   * Copies `bytes`, typed arrays and strings out of the input. By default arrays are views of the input, and a string
   * may keep up to 16 KiB around it alive.
   * @default false
   */
  readonly copy?: boolean;
}

/** Settings of one `encode` call. */
export interface EncodeOptions {
  /** Zero bytes to leave in front of the encoding, for a header that the caller fills in. @default 0 */
  readonly prefixBytes?: number;
}

/**
 * Returns a limit of a call, or its default.
 *
 * @throws RangeError for a value that is no number from 0 up; `Infinity` means no limit
 */
export function limitOf<Name extends string>(
  options: { readonly [N in Name]?: number } | undefined,
  name: Name,
  standard: number,
): number {
  const value = options?.[name];
  if (value === undefined) return standard;
  if (typeof value === "number" && value >= 0) return value;
  throw new RangeError(`${name} must be a number from 0 up, got ${String(value)}`);
}
