import { isTop, isUnused } from "../demand.ts";
import { isUnordered } from "../numbering.ts";
import { passKeys } from "../pass-keys.ts";
import type { Rule } from "../rule.ts";
import { type Expression, operation } from "../tree.ts";

/**
 * Takes the first rows of a table in the order of the columns that are read, where several lookups must agree which
 * rows come first.
 *
 * `let c = customers(); ...` with two lookups in `c` numbers the rows of the table once, so that both find the same row
 * of several; the number keeps each lookup from an index.
 *
 * Proof: a table has no order, so any order will do that all readers share. The order by all columns that anyone reads
 * is one: rows that are equal in all of them are the same to the program. That is shown for columns of types in which
 * equal values are the same value: integers and truth values, and texts in the collation "C", which compares bytes.
 * Zeros of floats have two signs and are equal; with such a column, or one whose type the statement does not say, the
 * number stays. It stays as well where a sort needs all rows, and not the first ones, because it sorts faster.
 */
export const orderLookups: Rule = {
  name: "order-lookups",
  apply: (statement, { demands }) =>
    passKeys(statement, demands, ({ select, keys, demand, outputs }) => {
      if (!isTop(demand) || demand.orders < 2 || keys.length > 0) return undefined;
      if (select.groupBy.length > 0 || !isUnordered(select)) return undefined;
      const read = select.items
        .filter((_, i) => outputs[i] !== demand && outputs[i] && !isUnused(outputs[i]))
        .map(({ expression }) => keyOf(expression));
      return read.every((key) => key !== undefined) ? read : undefined;
    }),
};

/** Returns the key for a column; undefined if its type is not known, or has equal values that differ. */
function keyOf(expression: Expression): Expression | undefined {
  if (expression.kind !== "operation") return undefined;
  if (expression.operator === "cast") {
    const [, type = ""] = expression.parts;
    if (/^::(?:int[248]|bool)$/.test(type)) return expression;
    return type === "::text" ? operation("collate", ["", ' COLLATE "C"'], expression) : undefined;
  }
  // Days: `(r0.day::date - '1970-01-01'::date)`, an integer.
  const [date, epoch] = expression.operands;
  const isDay = expression.operator === "-" && isDate(date) && isDate(epoch);
  return isDay ? expression : undefined;
}

function isDate(expression: Expression | undefined): boolean {
  return expression?.kind === "operation" && expression.parts[1] === "::date";
}
