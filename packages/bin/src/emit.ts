/**
 * Code and forms of values of codecs, for generators.
 *
 * @module
 */
export {
  type NamedField,
  type TaggedVariant,
  type ValueForm,
  valueForm,
} from "./codecs/value-form.ts";
export { emitModule, type ModuleText, type ModuleTextOptions } from "./emit/module-text.ts";
export { isIdentifier, literal, objectKey } from "./emit/context.ts";
export { codecExpression, type ExpressionContext } from "./emit/codec-expression.ts";
export type { ExpressionImports } from "./emit/codec-expression.ts";
