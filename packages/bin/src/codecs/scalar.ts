import { byCall, type CodecOps, type InlineKind } from "../bytes/codec-ops.ts";
import type { Codec, ScalarShape } from "./base/codec.ts";
import { createCodec } from "./base/create-codec.ts";

/** Makes the codec of a type without parts. */
export function createScalar<T>(
  type: ScalarShape["type"],
  headBytes: number,
  read: CodecOps["read"],
  write: CodecOps["write"],
  inline: InlineKind = byCall,
): Codec<T> {
  const ops: CodecOps = { read, write, inline };
  return createCodec<T>({
    shape: { kind: "scalar", type },
    headBytes: () => headBytes,
    ops: () => ops,
  });
}

/** The classes of JavaScript that hold numbers of one width. */
export type NumericArray =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

/** Makes a `NumericArray` of one class. */
export interface NumericArrayType<A extends NumericArray> {
  readonly BYTES_PER_ELEMENT: number;
  readonly name: string;
  new (buffer: ArrayBuffer, byteOffset?: number, length?: number): A;
}

/** A codec of numbers that a typed array can hold. */
export interface NumericCodec<T, A extends NumericArray> extends Codec<T> {
  /** The class that holds many of them, for `typedArray`. */
  readonly arrayType: NumericArrayType<A>;
}

/** Makes the codec of a kind of numbers. */
export function createNumeric<T, A extends NumericArray>(
  type: ScalarShape["type"],
  arrayType: NumericArrayType<A>,
  read: CodecOps["read"],
  write: CodecOps["write"],
  inline?: InlineKind,
): NumericCodec<T, A> {
  const codec = createScalar<T>(type, arrayType.BYTES_PER_ELEMENT, read, write, inline);
  return Object.assign(codec, { arrayType });
}

/** Returns the path of a standard type. */
export function std(name: string): readonly string[] {
  return ["std", name];
}
