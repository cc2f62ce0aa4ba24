import { outputNames } from "../numbering.ts";
import { UnknownSql } from "../parse/lexer.ts";
import type { Rule } from "../rule.ts";
import {
  type Aggregate,
  column,
  type Expression,
  type Relation,
  type Select,
  type Statement,
} from "../tree.ts";
import { mapExpression, mapQuery, operandsOf, walkQueries } from "../walk.ts";

/**
 * States the order in which texts are joined and rows are inserted, where the compiler relies on the order in which
 * rows come.
 *
 * `STRING_AGG(r1.value, ',')` joins `r1.value` in the order of the array r1, whose positions are in `r1.index`; the
 * interpreter does. Without ORDER BY, a database may take any order, and takes that of the last window before it: that
 * numbers are computed keeps the order. Other rules take numbers out, and so this one comes before all others, and is
 * always applied.
 */
export const stateOrder: Rule = {
  name: "state-order",
  apply: (statement) => {
    let isChanged = false;
    walkQueries(statement, (query) => {
      if (query.kind !== "select") return;
      mapQuery(query, (expression) =>
        mapExpression(expression, (part) => {
          const ordered = withOrder(part, query);
          isChanged ||= ordered !== part;
          return ordered;
        }),
      );
    });
    return orderInserted(statement) || isChanged;
  },
};

function withOrder(part: Expression, select: Select): Expression {
  if (part.kind !== "aggregate" || part.over !== undefined || part.orderBy.length > 0) return part;
  if (part.name !== "STRING_AGG" && part.name !== "LIST" && part.name !== "JSONB_AGG") return part;
  const [value] = part.args;
  const relation = value === undefined ? undefined : relationOf(value);
  if (relation === undefined) return part;
  const positions = [relation, ...select.from].find((candidate) => hasPositions(candidate));
  if (positions === undefined) throw new UnknownSql("an order that nothing names", 0);
  const ordered: Aggregate = { ...part, orderBy: [column(positions, "index")] };
  return ordered;
}

/** Orders the rows of an INSERT by the positions that the compiler computed for it. */
function orderInserted(statement: Statement): boolean {
  if (statement.kind !== "insert" || statement.query.kind !== "select") return false;
  const { query } = statement;
  const [relation, ...others] = query.from;
  if (relation === undefined || others.length > 0 || query.orderBy.length > 0) return false;
  if (query.groupBy.length > 0 || !hasPositions(relation)) return false;
  query.orderBy = [column(relation, "index")];
  return true;
}

/** Returns the relation of the first column in an expression. */
function relationOf(expression: Expression): Relation | undefined {
  if (expression.kind === "column") return expression.relation;
  for (const operand of operandsOf(expression)) {
    const relation = relationOf(operand);
    if (relation !== undefined) return relation;
  }
  return undefined;
}

function hasPositions(relation: Relation): boolean {
  return outputNames(relation)?.includes("index") ?? false;
}
