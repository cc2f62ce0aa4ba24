/**
 * Parts for runners that turn other data, such as the cells of a database, into the format and back: what a type
 * means, where its parts lie, and a writer that needs no values.
 *
 * @module
 */
export { Definitions, pathKey, standardName } from "./definitions.ts";
export { type EnumLayout, layoutOfEnum } from "./enum-layout.ts";
export { encodeWith } from "./encode-with.ts";
export { createLayouts } from "./layout-of.ts";
export { type JsonMember, type JsonNode, parseJsonNode } from "./parse/json-node.ts";
export {
  type ArrayView,
  type BytesView,
  type EnumView,
  type FloatView,
  type IntegerView,
  isUnit,
  type PlainView,
  type ScalarView,
  type TupleView,
  type TypeView,
  TypeViews,
  type VariantView,
} from "./type-view.ts";
export { arrayItems, tupleItems, type VariantValue, variantOf } from "./value-shape.ts";
export { Writer } from "./writer.ts";
export { writeText } from "./write-text.ts";
