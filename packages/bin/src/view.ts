/**
 * Lazy reading: items, columns and fields of an encoded value, without decoding the rest.
 *
 * @module
 */
export type { ColumnKey, ColumnValue, LazyArray } from "./view/lazy-array.ts";
export type { Lazy, LazyTuple } from "./view/lazy-tuple.ts";
export { view } from "./view/open-view.ts";
