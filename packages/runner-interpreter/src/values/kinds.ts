import type { NativeValues } from "./native-values.ts";
import { readInt64, readUint64, writeInteger64 } from "./integer64.ts";

/** Kinds of values with a fixed size and no pointers. */
export type ScalarKind =
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
  | "float64";

/** The ten kinds of numbers. */
export type NumberKind = Exclude<ScalarKind, "bool">;

/** Kinds that compiled code passes on without encoding them. */
export type CodeKind = ScalarKind | "text" | "texts";

const sizes: Readonly<Record<ScalarKind, number>> = {
  bool: 1,
  int8: 1,
  int16: 2,
  int32: 4,
  int64: 8,
  uint8: 1,
  uint16: 2,
  uint32: 4,
  uint64: 8,
  float32: 4,
  float64: 8,
};

/** Returns `true` if values of the kind have a fixed size and no pointers. */
export function isScalarKind(kind: string): kind is ScalarKind {
  return Object.hasOwn(sizes, kind);
}

/** Returns the bytes of a value. */
export function sizeOfKind(kind: ScalarKind): number {
  return sizes[kind];
}

/** Reads a value at a position. @throws RangeError outside of the view */
export type Read<K extends ScalarKind> = (view: DataView, at: number) => NativeValues[K];

/** Writes a value at a position. */
export type Write<K extends ScalarKind> = (
  view: DataView,
  at: number,
  value: NativeValues[K],
) => void;

const readers: { readonly [K in ScalarKind]: Read<K> } = {
  bool: (view, at) => view.getUint8(at) !== 0,
  int8: (view, at) => view.getInt8(at),
  int16: (view, at) => view.getInt16(at, true),
  int32: (view, at) => view.getInt32(at, true),
  int64: readInt64,
  uint8: (view, at) => view.getUint8(at),
  uint16: (view, at) => view.getUint16(at, true),
  uint32: (view, at) => view.getUint32(at, true),
  uint64: readUint64,
  float32: (view, at) => view.getFloat32(at, true),
  float64: (view, at) => view.getFloat64(at, true),
};

const writers: { readonly [K in ScalarKind]: Write<K> } = {
  bool: (view, at, value) => view.setUint8(at, value ? 1 : 0),
  int8: (view, at, value) => view.setInt8(at, value),
  int16: (view, at, value) => view.setInt16(at, value, true),
  int32: (view, at, value) => view.setInt32(at, value, true),
  int64: writeInteger64,
  uint8: (view, at, value) => view.setUint8(at, value),
  uint16: (view, at, value) => view.setUint16(at, value, true),
  uint32: (view, at, value) => view.setUint32(at, value, true),
  uint64: writeInteger64,
  // A computed not-a-number has whatever sign the machine gives it; the positive quiet one is written.
  float32: (view, at, value) => {
    if (Number.isNaN(value)) view.setInt32(at, 0x7fc0_0000, true);
    else view.setFloat32(at, value, true);
  },
  float64: (view, at, value) => {
    if (Number.isNaN(value)) view.setBigInt64(at, 0x7ff8_0000_0000_0000n, true);
    else view.setFloat64(at, value, true);
  },
};

/** Returns the function that reads a kind. */
export function readerOf<K extends ScalarKind>(kind: K): Read<K> {
  return readers[kind];
}

/** Returns the function that writes a kind. */
export function writerOf<K extends ScalarKind>(kind: K): Write<K> {
  return writers[kind];
}
