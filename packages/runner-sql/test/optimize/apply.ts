import { type OptimizationRule, optimizeSql, type TableFacts } from "../../src/index.ts";
import { parseStatement } from "../../src/optimize/parse/parse.ts";

/** Tables that are tables, and whose keys are unique. */
export const asPromised: TableFacts = { isTable: () => true, isUnique: () => true };

/** A table scan as the compiler writes it. */
export const scan: string =
  "SELECT (ROW_NUMBER() OVER () - 1)::int8 AS index, r0.id::int8 AS _0, r0.cents::int8 AS _1 FROM orders AS r0";

/** The items of an array that came as input: their order counts. */
export const input: string =
  "SELECT (ROW_NUMBER() OVER () - 1)::int8 AS index, j.value::text::int8 AS _0 FROM jsonb_array_elements($1::jsonb) AS j";

/**
 * Returns a statement after some rules.
 *
 * @throws UnknownSql if the optimizer does not understand the statement
 * @throws Error if a rule is named that changed nothing
 */
export function applied(sql: string, ...rules: readonly OptimizationRule[]): string {
  parseStatement(sql);
  const result = optimizeSql(sql, rules, { facts: asPromised });
  if (result.sql === sql && result.rules.length > 0)
    throw new Error(`nothing is changed by ${result.rules.join(", ")}`);
  return result.sql;
}
