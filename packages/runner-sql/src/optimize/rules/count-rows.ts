import type { Rule } from "../rule.ts";
import type { Expression, Relation } from "../tree.ts";
import { mapExpression, mapQuery, walkQueries } from "../walk.ts";

/**
 * Counts rows instead of their values: `COUNT(r.*)` and `COUNT(x IS NULL)` become `COUNT(*)`.
 *
 * Proof: COUNT leaves out NULL. A row of a relation is a value, also if all its columns are NULL, and the statements
 * that the optimizer knows have no outer joins, which alone make a row NULL. `IS NULL` is true or false. So both count
 * all rows. `r.*` must be of the SELECT that counts: of an outer one, the outer one would count.
 */
export const countRows: Rule = {
  name: "count-rows",
  apply: (statement) => {
    let isChanged = false;
    walkQueries(statement, (query) => {
      if (query.kind !== "select") return;
      const own = new Set(query.from);
      mapQuery(query, (expression) =>
        mapExpression(expression, (part) => {
          if (part.kind !== "aggregate" || part.name !== "COUNT" || part.args.length !== 1) {
            return part;
          }
          const [arg] = part.args;
          if (arg === undefined || !isNeverNull(arg)) return part;
          const counted = relationOf(arg);
          if (counted === undefined || !own.has(counted)) return part;
          isChanged = true;
          return { ...part, args: [] };
        }),
      );
    });
    return isChanged;
  },
};

function isNeverNull(expression: Expression): boolean {
  if (expression.kind === "wholeRow") return true;
  return expression.kind === "operation" && expression.operator === "isnull";
}

/** Returns a relation that an expression is about. */
function relationOf(expression: Expression): Relation | undefined {
  if (expression.kind === "wholeRow" || expression.kind === "column") return expression.relation;
  if (expression.kind !== "operation") return undefined;
  for (const operand of expression.operands) {
    const relation = relationOf(operand);
    if (relation !== undefined) return relation;
  }
  return undefined;
}
