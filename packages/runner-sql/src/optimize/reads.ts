import type { Expression, Statement } from "./tree.ts";
import { someExpression, walkQueries } from "./walk.ts";

/** Expressions that only read columns of a table, or parts of an input, in the type that the program has for them. */
export type Reads = Set<Expression>;

/**
 * Finds the expressions that read, in a statement as the compiler wrote it: those of a SELECT from a table or from a
 * function. That a table has the types of the program is the program's contract, so they do not fail.
 */
export function readsOf(statement: Statement): Reads {
  const reads: Reads = new Set();
  walkQueries(statement, (query) => {
    if (query.kind !== "select") return;
    for (const { expression } of query.items) if (isRead(expression)) reads.add(expression);
  });
  return reads;
}

function isRead(expression: Expression): boolean {
  let columns = 0;
  const isForeign = someExpression(expression, (part) => {
    if (part.kind === "column") {
      columns++;
      return part.relation.source.kind !== "table" && part.relation.source.kind !== "function";
    }
    return part.kind === "aggregate" || part.kind === "subquery";
  });
  return columns > 0 && !isForeign;
}
