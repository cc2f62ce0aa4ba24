import type { AnyCodec, FieldShape } from "../codecs/base/codec.ts";
import { memoryOf } from "../codecs/base/memory-of.ts";
import { structureOf } from "../codecs/base/shape.ts";
import { fieldOf, noStructure } from "./column.ts";
import { type ColumnKey, type ColumnValue, EncodedArray, type LazyArray } from "./lazy-array.ts";
import type { Place } from "./place.ts";

/**
 * An encoded tuple that decodes only what is asked for.
 *
 * Each call has the limits of one `decode` call, and reports the same errors for the parts that it reads. The bytes must
 * not change while it is in use.
 */
export interface LazyTuple<T> {
  /**
   * Decodes one field.
   *
   * @throws DecodeError for bytes that are not a value of the field's type
   * @throws TypeError for a key of no field; the message names the right ones
   */
  readonly get: <K extends ColumnKey<T>>(key: K) => ColumnValue<T, K>;
  /**
   * Opens a field that is an array or a tuple itself.
   *
   * @throws DecodeError if the array itself is cut off or longer than a limit allows
   * @throws TypeError for a key of no field, or of a field of another type
   */
  readonly view: <K extends ColumnKey<T>>(key: K) => Lazy<ColumnValue<T, K>>;
}

/** View of the values of a type: of an array, or of a tuple. */
export type Lazy<T> = unknown extends T
  ? LazyArray<unknown> | LazyTuple<unknown>
  : T extends readonly unknown[]
    ? number extends T["length"]
      ? LazyArray<T[number]>
      : LazyTuple<T>
    : LazyTuple<T>;

/** A tuple at a place of encoded bytes. */
export class EncodedTuple<T> implements LazyTuple<T> {
  readonly #fields: readonly FieldShape[];
  readonly #place: Place;

  constructor(fields: readonly FieldShape[], place: Place) {
    this.#fields = fields;
    this.#place = place;
    // What is cut off fails at once, as with arrays.
    place.read(0, () => {});
  }

  get<K extends ColumnKey<T>>(key: K): ColumnValue<T, K> {
    const { codec, offset, memory } = fieldOf(this.#fields, key, "field");
    const { read } = codec.ops;
    const place = this.#place.field(key, offset);
    return place.read(memory, (reader, at) => read(reader, at) as ColumnValue<T, K>);
  }

  view<K extends ColumnKey<T>>(key: K): Lazy<ColumnValue<T, K>> {
    const { codec, offset } = fieldOf(this.#fields, key, "field");
    return openPart(codec, this.#place.field(key, offset)) as Lazy<ColumnValue<T, K>>;
  }
}

/** Opens a part of an encoded value. */
export function openPart(codec: AnyCodec, place: Place): LazyArray<unknown> | LazyTuple<unknown> {
  const shape = structureOf(codec);
  if (shape.kind === "tuple") return new EncodedTuple(shape.fields, place);
  if (shape.kind === "compiled") throw new TypeError(noStructure);
  if (shape.kind !== "array") {
    throw new TypeError(
      `view takes the codec of an array or a tuple, got that of a type of kind "${shape.kind}"`,
    );
  }
  if (shape.form !== undefined) {
    throw new TypeError(
      "view takes the codec of a JavaScript array; decode already returns a view of bytes and typed arrays",
    );
  }
  return new EncodedArray(shape.item, memoryOf(codec), place);
}
