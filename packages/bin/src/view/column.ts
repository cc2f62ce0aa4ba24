import { asFloat64, asInt32, byCall, type CodecOps, type InlineKind } from "../bytes/codec-ops.ts";
import { Fault, rethrow } from "../bytes/fault.ts";
import { createFloats, createItems, readInline } from "../bytes/inline.ts";
import type { Reader } from "../bytes/reader.ts";
import type { AnyCodec, FieldShape } from "../codecs/base/codec.ts";
import { copyBytes, memoryOf } from "../codecs/base/memory-of.ts";
import { resolveNames, structureOf } from "../codecs/base/shape.ts";
import type { NumericArray, NumericArrayType, NumericCodec } from "../codecs/scalar.ts";
import { isObjectTuple, offsetsOf } from "../codecs/tuple.ts";
import { requireLittleEndian } from "../codecs/typed-array.ts";

/** Message for generated codecs that do not know their parts. */
export const noStructure =
  "view needs the structure of a type, which this generated codec does not say: generate its module again, or use codecFor";

/** Place of the items of an array. */
export interface Body {
  /** Position of the first item. */
  readonly place: number;
  /** Number of items. */
  readonly length: number;
  /** Bytes from one item to the next. */
  readonly stride: number;
}

/** Field of the items of an array. */
export interface Field {
  /** Its name, or its position if the items are lists: the step in the path of an error. */
  readonly key: string | number;
  readonly codec: AnyCodec;
  /** Position in the item. */
  readonly offset: number;
  /** Estimated memory of a value, in bytes. */
  readonly memory: number;
}

/**
 * Finds a field of an array's items by its key.
 *
 * @throws TypeError if there is none
 */
export function findField(item: AnyCodec, key: string | number): Field {
  return fieldOf(columnsOf(item), key, "column");
}

function columnsOf(item: AnyCodec): readonly FieldShape[] {
  const shape = structureOf(item);
  if (shape.kind === "compiled") throw new TypeError(noStructure);
  if (shape.kind !== "tuple") {
    throw new TypeError(
      `only arrays of tuples have columns; these items are of kind "${shape.kind}"`,
    );
  }
  return shape.fields;
}

/**
 * Finds a field of a tuple by its name, or by its position if values are lists.
 *
 * @param word name of a field in the error
 * @throws TypeError if there is none
 */
export function fieldOf(fields: readonly FieldShape[], key: string | number, word: string): Field {
  const keys: readonly (string | number | null)[] = isObjectTuple(fields)
    ? fields.map((field) => field.name)
    : [...fields.keys()];
  const index = keys.indexOf(key);
  const field = fields[index];
  if (field === undefined) {
    throw new TypeError(
      `no ${word} ${JSON.stringify(key)}; there are ${keys.join(", ") || "none"}`,
    );
  }
  const { codec } = field;
  return { key, codec, offset: offsetsOf(fields)[index]!, memory: memoryOf(codec) };
}

/** Reads a column as a JavaScript array. */
export function readValues(reader: Reader, body: Body, { key, codec, offset }: Field): unknown[] {
  const { read, inline = byCall } = codec.ops;
  const place = body.place + offset;
  const numbers = readInlineColumn(reader, place, body, inline);
  return numbers ?? readColumn(reader, place, body, key, inline, read);
}

function readInlineColumn(
  { view }: Reader,
  place: number,
  { length, stride }: Body,
  kind: InlineKind,
): number[] | undefined {
  let at = place;
  if (kind === asInt32) {
    const items = createItems<number>(length);
    for (let i = 0; i < length; i++, at += stride) items[i] = view.getInt32(at, true);
    return items;
  }
  if (kind === asFloat64) {
    const items = createFloats(length);
    for (let i = 0; i < length; i++, at += stride) items[i] = view.getFloat64(at, true);
    return items;
  }
  return undefined;
}

function readColumn(
  reader: Reader,
  place: number,
  { length, stride }: Body,
  key: string | number,
  kind: InlineKind,
  read: CodecOps["read"],
): unknown[] {
  const items = createItems<unknown>(length);
  let i = 0;
  try {
    for (let at = place; i < length; i++, at += stride)
      items[i] = readInline(reader, at, kind, read);
  } catch (error) {
    if (error instanceof Fault) error.steps.push(key);
    rethrow(error, i);
  }
  return items;
}

/**
 * Returns a function that reads a column of numbers as a typed array.
 *
 * @throws TypeError if the class is not the one for the field's type
 */
export function readNumbers<A extends NumericArray>(
  { key, codec, offset }: Field,
  arrayType: NumericArrayType<A>,
): (reader: Reader, body: Body) => A {
  requireLittleEndian();
  const { arrayType: own } = resolveNames(codec) as Partial<NumericCodec<unknown, NumericArray>>;
  if ((own as unknown) !== arrayType) {
    const right = own === undefined ? "call column without a class" : `use ${own.name}`;
    throw new TypeError(
      `column ${JSON.stringify(key)} cannot be read as ${arrayType.name}: ${right}`,
    );
  }
  const width = arrayType.BYTES_PER_ELEMENT;
  return (reader, { place, length, stride }) => {
    reader.claim(place, 0, copyBytes);
    const buffer = new ArrayBuffer(length * width);
    copyColumn(reader, { place: place + offset, length, stride }, width, buffer);
    return new arrayType(buffer);
  };
}

/** Copies bits, in words as large as a number, or half of one: no NaN changes, and no `bigint` is made. */
function copyColumn(
  { view, bytes }: Reader,
  { place, length, stride }: Body,
  width: number,
  target: ArrayBuffer,
): void {
  let at = place;
  switch (width) {
    case 1: {
      const to = new Uint8Array(target);
      for (let i = 0; i < length; i++, at += stride) to[i] = bytes[at]!;
      return;
    }
    case 2: {
      const to = new Uint16Array(target);
      for (let i = 0; i < length; i++, at += stride) to[i] = view.getUint16(at, true);
      return;
    }
    case 4:
      return copyWords(view, place, stride, new Int32Array(target));
    default:
      return copyPairs(view, place, stride, new Int32Array(target));
  }
}

// Several items at a time take two thirds of the time, eight a fifth less than four
// (`npm run bench -- codec --only "column sum"`).
function copyWords(view: DataView, place: number, stride: number, to: Int32Array): void {
  const { length } = to;
  let at = place;
  let i = 0;
  for (; i + 8 <= length; i += 8, at += 8 * stride) {
    to[i] = view.getInt32(at, true);
    to[i + 1] = view.getInt32(at + stride, true);
    to[i + 2] = view.getInt32(at + 2 * stride, true);
    to[i + 3] = view.getInt32(at + 3 * stride, true);
    to[i + 4] = view.getInt32(at + 4 * stride, true);
    to[i + 5] = view.getInt32(at + 5 * stride, true);
    to[i + 6] = view.getInt32(at + 6 * stride, true);
    to[i + 7] = view.getInt32(at + 7 * stride, true);
  }
  for (; i < length; i++, at += stride) to[i] = view.getInt32(at, true);
}

function copyPairs(view: DataView, place: number, stride: number, to: Int32Array): void {
  const { length } = to;
  let at = place;
  let i = 0;
  for (; i + 4 <= length; i += 4, at += 2 * stride) {
    to[i] = view.getInt32(at, true);
    to[i + 1] = view.getInt32(at + 4, true);
    to[i + 2] = view.getInt32(at + stride, true);
    to[i + 3] = view.getInt32(at + stride + 4, true);
  }
  if (i < length) {
    to[i] = view.getInt32(at, true);
    to[i + 1] = view.getInt32(at + 4, true);
  }
}
