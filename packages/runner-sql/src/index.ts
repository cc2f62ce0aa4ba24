/**
 * Parts that runners for SQL databases share: what a type means in columns, placeholders, and the place of a fault.
 *
 * @module
 */
export { CellError, rethrow } from "./cell-error.ts";
export { writeTag } from "./enum-tag.ts";
export { type NumberedSql, numberPlaceholders } from "./placeholders.ts";
export {
  type EnumStructure,
  type Field,
  ProgramTypes,
  type Structure,
  type Variant,
} from "./program-types.ts";
export { arrayReader, tupleReader, variantReader } from "./value-parts.ts";
