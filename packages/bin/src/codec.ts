/** Limits of one `decode` call. They bound time and memory for bytes from anyone. */
export interface DecodeOptions {
  /** How deep pointers may nest. @default 100 */
  readonly maxDepth?: number;
}

/**
 * Encodes and decodes values of one Lutra type.
 *
 * Encoding is canonical: the same value always gives the bytes that the Rust original gives.
 */
export interface Codec<T> {
  /** Size of the fixed part of a value, in bytes. */
  readonly headBytes: number;
  /**
   * @throws TypeError for a value of the wrong shape, RangeError for a number out of range; both name the place
   */
  encode(value: T): Uint8Array<ArrayBuffer>;
  /**
   * Decodes the value at the start of `bytes`; bytes behind it are ignored.
   *
   * @throws DecodeError for bytes that are not a value of this type
   */
  decode(bytes: Uint8Array, options?: DecodeOptions): T;
}

/** The TypeScript type of a codec's values. */
export type Infer<C> = C extends Codec<infer T> ? T : never;
