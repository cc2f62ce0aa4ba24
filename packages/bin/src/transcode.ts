/**
 * Parts for runners that turn other data, such as the cells of a database, into the format and back: what a type
 * means, where its parts lie, and a writer that needs no values.
 *
 * @module
 */
export { Definitions, standardName } from "./types/definitions.ts";
export { exampleValue } from "./types/example-value.ts";
export { optionPayload } from "./types/enum-form.ts";
export { type EnumLayout, layoutOfEnum } from "./types/enum-layout.ts";
export { encodeWith } from "./bytes/encode-with.ts";
export { createLayouts } from "./types/layout-of.ts";
export { float32FromText } from "./text/float32.ts";
export { type JsonMember, type JsonNode, parseJsonNode } from "./text/parse/json-node.ts";
export {
  type ArrayView,
  type BytesView,
  type EnumView,
  type FloatView,
  type IntegerView,
  isScalar,
  isUnit,
  type PlainView,
  type ScalarView,
  type TupleView,
  type TypeView,
  TypeViews,
  type VariantView,
} from "./types/type-view.ts";
export { arrayItems, tupleItems, type VariantValue, variantOf } from "./text/value-shape.ts";
export { Writer } from "./bytes/writer.ts";
export { writeText } from "./bytes/write-text.ts";
