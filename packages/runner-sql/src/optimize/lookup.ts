import type { Failing } from "./failing.ts";
import { type Expression, operation, type Relation, type Select } from "./tree.ts";
import { someExpression } from "./walk.ts";

/** First row of a table that is looked up by a key: `LEFT JOIN LATERAL (SELECT ... WHERE key = outer LIMIT 1)`. */
export interface Lookup {
  readonly table: string;
  readonly select: Select;
  /** Columns of the key, each with what it equals. */
  readonly keys: readonly (readonly [own: Expression, outer: Expression])[];
  /** Predicates of the table alone. */
  readonly own: readonly Expression[];
}

/**
 * Returns the lookup that a relation is; undefined if it is none, or if its predicates and columns may fail for rows that
 * it does not bring.
 *
 * @param isKey checks for an expression that may be a column of the key
 */
export function lookupOf(
  { source, isOptional, isLateral, columns: named }: Relation,
  failing: Failing,
  isKey: (expression: Expression) => boolean,
): Lookup | undefined {
  if (isOptional !== true || !isLateral || named !== undefined) return undefined;
  if (source.kind !== "query" || source.query.kind !== "select") return undefined;
  const select = source.query;
  const { ctes, items, from, where, groupBy, orderBy, limit, offset } = select;
  const [table, ...others] = from;
  if (table?.source.kind !== "table" || table.columns !== undefined || others.length > 0)
    return undefined;
  if (limit?.kind !== "atom" || limit.text !== "1" || offset !== undefined || ctes.length > 0)
    return undefined;
  if (groupBy.length > 0) return undefined;
  const isOwn = (expression: Expression): boolean =>
    !someExpression(expression, isOf(table, false));
  const isOuter = (expression: Expression): boolean =>
    !someExpression(expression, isOf(table, true));
  const canMove = (expression: Expression): boolean => isOwn(expression) && !failing.of(expression);
  const values = [...items.map(({ expression }) => expression), ...orderBy];
  if (!values.every(canMove) || items.some(({ name }) => name === undefined)) return undefined;
  const keys: (readonly [Expression, Expression])[] = [];
  const own: Expression[] = [];
  for (const predicate of where) {
    if (canMove(predicate)) {
      own.push(predicate);
      continue;
    }
    if (predicate.kind !== "operation" || predicate.operator !== "=") return undefined;
    const [left, right] = predicate.operands as readonly [Expression, Expression];
    const [key, outer] = isKey(left) && isOwn(left) ? [left, right] : [right, left];
    if (!isKey(key) || !isOwn(key) || !isOuter(outer)) return undefined;
    keys.push([key, outer]);
  }
  if (keys.length === 0) return undefined;
  return { table: table.source.name, select, keys, own };
}

/** Makes a test for parts of an expression that are of a relation, or of anything else. */
function isOf(relation: Relation, isIt: boolean): (part: Expression) => boolean {
  return (part) => {
    if (part.kind === "column") return (part.relation === relation) === isIt;
    return part.kind === "subquery" || part.kind === "wholeRow" || part.kind === "aggregate";
  };
}

/** Makes `(left = right)`. */
export function isEqual(left: Expression, right: Expression): Expression {
  return operation("=", ["(", " = ", ")"], left, right);
}

/** Returns a name that is not taken yet, and takes it. */
export function freeName(wanted: string, taken: Set<string | undefined>): string {
  let name = wanted;
  for (let i = 2; taken.has(name); i++) name = `${wanted}_${i}`;
  taken.add(name);
  return name;
}
