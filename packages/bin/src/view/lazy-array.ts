import { asFloat64, asInt32 } from "../bytes/codec-ops.ts";
import { rethrow } from "../bytes/fault.ts";
import type { Reader } from "../bytes/reader.ts";
import type { AnyCodec } from "../codecs/base/codec.ts";
import { memoryOf, slotBytes } from "../codecs/base/memory-of.ts";
import { tailSlack } from "../codecs/base/tail-slack.ts";
import type { NumericArray, NumericArrayType } from "../codecs/scalar.ts";
import { type Body, findField, readNumbers, readValues } from "./column.ts";
import type { Place } from "./place.ts";

/** Keys of the columns of an array: names of fields, or their positions if the items are lists. */
export type ColumnKey<T> = unknown extends T
  ? string | number
  : T extends readonly unknown[]
    ? number
    : T extends object
      ? keyof T & string
      : never;

/** Value of one field of an item. */
export type ColumnValue<T, K> = unknown extends T ? unknown : T[K & keyof T];

/**
 * An encoded array that decodes only what is asked for.
 *
 * Each call of `at` or `column` and each iteration has the limits of one `decode` call, and reports the same errors for
 * the parts that it reads. The bytes must not change while it is in use.
 */
export interface LazyArray<T> extends Iterable<T> {
  /** Number of items. */
  readonly length: number;
  /**
   * Decodes one item, as `Array.prototype.at` finds it: a negative index counts from the end, and an index outside
   * gives `undefined`.
   *
   * @throws DecodeError for bytes that are not a value of the type
   */
  readonly at: (index: number) => T | undefined;
  /** Decodes one item after the other. Together they are the value that `decode` returns. */
  readonly [Symbol.iterator]: () => Iterator<T>;
  /**
   * Decodes one field of all items, without making the items.
   *
   * With the class of a typed array, the result is an array of that class. It must be the class for the type of the
   * field: `Int32Array` for `Int32`, `BigInt64Array` for `Int64`.
   *
   * @throws DecodeError for bytes that are not values of the field's type
   * @throws TypeError for a key of no field, or the wrong class; the message names the right ones
   */
  readonly column: {
    <K extends ColumnKey<T>>(key: K): ColumnValue<T, K>[];
    <A extends NumericArray>(key: ColumnKey<T>, arrayType: NumericArrayType<A>): A;
  };
}

/** An array at a place of encoded bytes. */
export class EncodedArray<T> implements LazyArray<T> {
  readonly length: number;
  readonly #item: AnyCodec;
  readonly #stride: number;
  readonly #slack: number;
  readonly #itemMemory: number;
  readonly #memory: number;
  readonly #place: Place;
  /** Position of the first item, from the head of the array. */
  readonly #offset: number;

  constructor(item: AnyCodec, memory: number, place: Place) {
    this.#item = item;
    this.#stride = item.headBytes;
    this.#slack = tailSlack(item);
    this.#itemMemory = slotBytes + memoryOf(item);
    this.#memory = memory;
    this.#place = place;
    const [offset, length] = this.#read((reader, at) => [
      reader.view.getUint32(at, true),
      reader.view.getUint32(at + 4, true),
    ]);
    this.#offset = offset;
    this.length = length;
    this.#read((reader, at) => this.#claim(reader, at, 0));
  }

  at(index: number): T | undefined {
    const whole = Math.trunc(index) || 0;
    const i = whole < 0 ? whole + this.length : whole;
    if (i < 0 || i >= this.length) return undefined;
    return this.#read((reader, at) => {
      const { place } = this.#open(reader, at, this.#itemMemory);
      return this.#readItem(reader, place + i * this.#stride, i);
    });
  }

  [Symbol.iterator](): Generator<T, void, undefined> {
    return this.#place.readEach(this.#memory, (reader, at) => this.#items(reader, at));
  }

  *#items(reader: Reader, at: number): Generator<T, void, undefined> {
    let { place } = this.#open(reader, at, this.length * this.#itemMemory);
    for (let i = 0; i < this.length; i++, place += this.#stride) {
      yield this.#readItem(reader, place, i);
    }
  }

  column<K extends ColumnKey<T>>(key: K): ColumnValue<T, K>[];
  column<A extends NumericArray>(key: ColumnKey<T>, arrayType: NumericArrayType<A>): A;
  column(key: string | number, arrayType?: NumericArrayType<NumericArray>): unknown {
    const field = findField(this.#item, key);
    return arrayType === undefined
      ? this.#readColumn(
          (reader, body) => readValues(reader, body, field),
          slotBytes + field.memory,
        )
      : this.#readColumn(readNumbers(field, arrayType), arrayType.BYTES_PER_ELEMENT);
  }

  #readColumn(read: (reader: Reader, body: Body) => unknown, memory: number): unknown {
    return this.#read((reader, at) => read(reader, this.#open(reader, at, this.length * memory)));
  }

  #read<R>(read: (reader: Reader, at: number) => R): R {
    return this.#place.read(this.#memory, read);
  }

  /** Checks what `array` checks before it reads items, and charges `memory`. */
  #open(reader: Reader, at: number, memory: number): Body {
    const place = this.#claim(reader, at, memory);
    const { inline } = this.#item.ops;
    // As in `array`: numbers that need no calls are no level of nesting.
    if (this.length > 0 && inline !== asInt32 && inline !== asFloat64) reader.enter(at);
    return { place, length: this.length, stride: this.#stride };
  }

  #claim(reader: Reader, at: number, memory: number): number {
    const { length } = this;
    const place = at + this.#offset;
    if (length === 0) reader.claim(place, 0, 0);
    else if (this.#stride === 0) reader.claimZeroSized(place, length, this.#itemMemory);
    else reader.claim(place, length * this.#stride - this.#slack, memory);
    return place;
  }

  #readItem(reader: Reader, place: number, index: number): T {
    try {
      return this.#item.ops.read(reader, place) as T;
    } catch (error) {
      return rethrow(error, index);
    }
  }
}
