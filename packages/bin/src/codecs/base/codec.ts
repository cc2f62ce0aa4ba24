import type { CodecOps } from "../../bytes/codec-ops.ts";
import type { DecodeOptions, EncodeOptions } from "../../bytes/limits.ts";
import type { Path } from "../../types/ty.ts";

/** The half of a codec that encodes. */
export interface Encoder<T> {
  /**
   * Encodes a value into bytes of its own. They may be part of a larger buffer, which nothing else uses.
   *
   * @throws TypeError for a value of the wrong shape; the message names the place
   * @throws RangeError for a number out of range, or an encoding of 4 GiB or more
   */
  readonly encode: (value: T, options?: EncodeOptions) => Uint8Array<ArrayBuffer>;
}

/** The half of a codec that decodes. */
export interface Decoder<T> {
  /**
   * Decodes the value at the start of `bytes`; bytes after it are ignored.
   *
   * `Uint8Array`s and typed arrays in the result are views of `bytes` unless `options.copy` is set. Bytes in a
   * `SharedArrayBuffer` are copied first.
   *
   * @throws DecodeError for bytes that are not a value of this type
   * @throws TypeError if `bytes` is not a `Uint8Array`
   */
  readonly decode: (bytes: Uint8Array, options?: DecodeOptions) => T;
}

/** A codec as a part of others, and for tools. */
export interface CodecPart {
  /**
   * Size of the fixed part of a value, in bytes.
   *
   * @throws TypeError for a type that contains itself without an array or an enum in between
   */
  readonly headBytes: number;
  /** Structure of the type, for tools that walk types or generate code. */
  readonly shape: Shape;
  /** Functions by which containers read and write a value at a known place. Made on first use. */
  readonly ops: CodecOps;
}

/**
 * Encodes and decodes values of one Lutra type.
 *
 * Encoding is canonical: the same value always gives the bytes that the Rust original gives.
 *
 * `In` is the type that it encodes, if that is wider than `T`: readonly arrays beside arrays.
 */
export interface Codec<T, In = T> extends Encoder<In>, Decoder<T>, CodecPart {}

/** A codec of any type. It may be part of others, and decode; what it encodes, only its own type says. */
export type AnyCodec = Codec<unknown, never>;

/** The TypeScript type of the values that a codec decodes to. */
export type Infer<C> = C extends Decoder<infer T> ? T : never;

/** The TypeScript type of the values that a codec encodes: those that it decodes to, with readonly arrays. */
export type InferInput<C> = C extends Encoder<infer In> ? In : never;

/**
 * Structure of a codec's type: the one description that reading, writing, type descriptors and generated code are
 * derived from. Layouts are not part of it; they follow from it.
 */
export type Shape =
  | ScalarShape
  | ArrayShape
  | TupleShape
  | EnumShape
  | DefinitionShape
  | MappedShape
  | CompiledShape;

/** A type without parts, known by its standard name or by its width. */
export interface ScalarShape {
  readonly kind: "scalar";
  /** Path of the standard type (`["std", "Int64"]`), or the width of a raw primitive. */
  readonly type: Path | "prim8" | "prim16" | "prim32" | "prim64";
  /** `number` for a 64-bit type whose values are safe integers. @default the type's usual form */
  readonly form?: "number";
}

/** An array. */
export interface ArrayShape {
  readonly kind: "array";
  readonly item: AnyCodec;
  /** Form of the values: `bytes` for a `Uint8Array`, `typed` for another typed array. @default a JavaScript array */
  readonly form?: "bytes" | "typed";
}

/** A tuple: an object if every field has a name of its own, `undefined` if there are no fields, else a list. */
export interface TupleShape {
  readonly kind: "tuple";
  readonly fields: readonly FieldShape[];
}

/** A field of a tuple. */
export interface FieldShape {
  readonly name: string | null;
  readonly codec: AnyCodec;
}

/** An enum. */
export interface EnumShape {
  readonly kind: "enum";
  readonly variants: readonly VariantShape[];
  /** Returns `true` if recursion forces payloads behind a pointer. */
  readonly forced: () => boolean;
}

/** A variant of an enum. */
export interface VariantShape {
  readonly name: string;
  readonly codec: AnyCodec;
}

/** A type with a name of its own: the place where recursion can close. */
export interface DefinitionShape {
  readonly kind: "definition";
  readonly path: Path | null;
  readonly target: () => AnyCodec;
}

/** The bytes of one type, with other values in JavaScript. */
export interface MappedShape {
  readonly kind: "mapped";
  readonly codec: AnyCodec;
}

/** A type that is read and written by functions of generated code. */
export interface CompiledShape {
  readonly kind: "compiled";
  /** Bytes at the end of the head that may be missing at the end of the input. */
  readonly slack: number;
  /** Estimated memory of a value, in bytes, as other types have it computed. */
  readonly memory: number;
  /** `unit` if the only value is `undefined`, `option` if `null` is a value. */
  readonly form: "unit" | "option" | "other";
  /** Returns the structure of the type, for views and comparisons; `undefined` if the code does not say it. */
  readonly structure: () => Shape | undefined;
}
