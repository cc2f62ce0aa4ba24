/**
 * Parts that runners for SQL databases share: from a program to SQL with arguments, what a type means in columns, the
 * place of a fault, and from tables to Lutra source.
 *
 * @module
 */
export { type ArgumentForms, type ArgumentWriter, argumentWriter } from "./argument-writer.ts";
export { CellError, rethrow } from "./cell-error.ts";
export { bindInput, type BoundSql, compileProgram, placed } from "./compile-program.ts";
export { writeTag } from "./enum-tag.ts";
export { interfaceSource } from "./interface/interface-source.ts";
export {
  type FieldType,
  type Lookup,
  quotedWords,
  type RowField,
  type Schema,
  type Table,
  type Unquoted,
} from "./interface/schema.ts";
export { areExpressible, fieldSource, typeSource } from "./interface/type-source.ts";
export { duckDbRules, postgresRules } from "./optimize/rule-lists.ts";
export {
  layOutSql,
  type OptimizedSql,
  type OptimizeOptions,
  optimizeSql,
} from "./optimize/optimize.ts";
export type { Rule as OptimizationRule } from "./optimize/rule.ts";
export {
  AskedFacts,
  type KeyColumn,
  type KeyType,
  type TableFacts,
  type TableKey,
} from "./optimize/table-facts.ts";
export { type NumberedSql, numberPlaceholders } from "./placeholders.ts";
export { type SqlToken, sqlTokens } from "./sql-tokens.ts";
export {
  type EnumStructure,
  type Field,
  ProgramTypes,
  type Structure,
  type Variant,
} from "./program-types.ts";
export { TextBudget } from "./text-budget.ts";
export { arrayReader, tupleReader, variantReader } from "./value-parts.ts";
