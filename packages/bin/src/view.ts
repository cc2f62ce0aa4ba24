/**
 * Lazy reading: items and columns of an encoded array, without decoding the rest.
 *
 * @module
 */
export { type ColumnKey, type ColumnValue, type LazyArray, view } from "./view/lazy-array.ts";
