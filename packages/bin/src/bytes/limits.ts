/** Limits of one `decode` call. They bound time and memory for bytes from anyone. */
export interface DecodeOptions {
  /** How deep pointers may nest. @default 100, for programs 512 */
  readonly maxDepth?: number;
  /**
   * How many times its own length a buffer may be read, beside `freeBytes`. Bodies can be shared, so a small buffer can
   * describe a huge value. A text that is met again counts once, an item of an array at least 8 bytes.
   * @default 8
   */
  readonly maxExpansion?: number;
  /**
   * How many bytes may be read before `maxExpansion` counts. Raise it for the output of programs: runners share bodies
   * between rows.
   * @default 4096
   */
  readonly freeBytes?: number;
  /** How many items that take no bytes (`[{}]`) one value may have in all. @default 10000 */
  readonly maxZeroSizedItems?: number;
  /**
   * Copy `bytes`, typed arrays and texts out of the input. By default arrays are views of the input and a text may
   * keep up to 16 KiB around it alive.
   * @default false
   */
  readonly copy?: boolean;
}

/** Settings of one `encode` call. */
export interface EncodeOptions {
  /** Zero bytes to leave in front of the encoding, for a header that the caller fills in. @default 0 */
  readonly prefixBytes?: number;
}
