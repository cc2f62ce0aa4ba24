import type { InlineKind } from "../../bytes/inline.ts";
import type { Reader } from "../../bytes/reader.ts";
import type { Shape } from "./shape.ts";
import type { Writer } from "../../bytes/writer.ts";

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

/**
 * Encodes and decodes values of one Lutra type.
 *
 * Encoding is canonical: the same value always gives the bytes that the Rust original gives.
 */
export interface Codec<T> {
  /**
   * Size of the fixed part of a value, in bytes.
   *
   * @throws TypeError for a type that contains itself without an array or an enum in between
   */
  readonly headBytes: number;
  /** What the type is made of, for tools that walk types or generate code. */
  readonly shape: Shape;
  /** How containers read and write a value at a known place. Made on first use. */
  readonly ops: CodecOps;
  /**
   * Encodes a value into bytes of its own. They may be part of a larger buffer, which nothing else uses.
   *
   * @throws TypeError for a value of the wrong shape; the message names the place
   * @throws RangeError for a number out of range, or an encoding of 4 GiB or more
   */
  encode(value: T, options?: EncodeOptions): Uint8Array<ArrayBuffer>;
  /**
   * Decodes the value at the start of `bytes`; bytes behind it are ignored.
   *
   * `Uint8Array`s and typed arrays in the result are views of `bytes` unless `options.copy` is set. Bytes in a
   * `SharedArrayBuffer` are copied first.
   *
   * @throws DecodeError for bytes that are not a value of this type
   * @throws TypeError if `bytes` is not a `Uint8Array`
   */
  decode(bytes: Uint8Array, options?: DecodeOptions): T;
}

/** Reading and writing at a place in a buffer, without the checks that the caller has made for the whole head. */
export interface CodecOps {
  /** Which of the commonest types this is, so that containers can read it without a call. */
  readonly inline?: InlineKind;
  /** Reads the value whose head starts at `at`. The head lies inside the buffer. */
  readonly read: (reader: Reader, at: number) => unknown;
  /** Writes the head into the bytes reserved at `at`, and appends the bodies. */
  readonly write: (writer: Writer, value: unknown, at: number) => void;
}

/** A codec of any type. */
export type AnyCodec = Codec<unknown>;

/** The TypeScript type of a codec's values. */
export type Infer<C> = C extends Codec<infer T> ? T : never;
