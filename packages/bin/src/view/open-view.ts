import type { DecodeOptions } from "../bytes/limits.ts";
import type { AnyCodec, Codec } from "../codecs/base/codec.ts";
import type { LazyArray } from "./lazy-array.ts";
import { type LazyTuple, openPart } from "./lazy-tuple.ts";
import { placeOf } from "./place.ts";

/**
 * Opens an encoded array or tuple for lazy reading.
 *
 * It checks the head at once, and that all items of an array lie inside the input. What items and fields hold is checked
 * when they are read. Limits are those of `codec.decode`.
 *
 * @throws DecodeError if the head is cut off, or an array is longer than a limit allows
 * @throws TypeError if `codec` is not of an array or a tuple whose structure is known, or `bytes` is not a `Uint8Array`
 *
 * @example
 * const rows = array(tuple({ title: text, year: int16 }));
 * const movies = view(rows, rows.encode([{ title: "Ether", year: 2019 }]));
 * movies.at(-1)?.title; // "Ether"
 * movies.column("year", Int16Array);
 */
export function view<T extends readonly [] | readonly [unknown, ...unknown[]]>(
  codec: Codec<T, never>,
  bytes: Uint8Array,
  options?: DecodeOptions,
): LazyTuple<T>;
export function view<T>(
  codec: Codec<readonly T[], never>,
  bytes: Uint8Array,
  options?: DecodeOptions,
): LazyArray<T>;
export function view<T extends object>(
  codec: Codec<T, never> & (T extends ArrayBufferView ? never : unknown),
  bytes: Uint8Array,
  options?: DecodeOptions,
): LazyTuple<T>;
export function view(
  codec: AnyCodec,
  bytes: Uint8Array,
  options?: DecodeOptions,
): LazyArray<unknown> | LazyTuple<unknown> {
  return openPart(codec, placeOf(codec, bytes, options));
}
