import type { Demands } from "../demand.ts";
import { hasWindows, isAggregating, isUnordered, itemOf, numberingKeys } from "../numbering.ts";
import type { Rule } from "../rule.ts";
import { atom, type Column, type Expression, operation, type Select } from "../tree.ts";
import { walkQueries } from "../walk.ts";

/**
 * Takes the first rows of an order by LIMIT and OFFSET instead of comparing their numbers: `index = 0` and slices.
 *
 * Proof: the number is dense, that is, the rows have the numbers from 0 on, each once: it numbers all rows of a
 * relation that nothing filters afterwards. The rows with `m <= number` and `number < n` are then those after the first
 * m, up to the nth, in the order of the number, which LIMIT and OFFSET give. The bounds are literals or placeholders;
 * GREATEST makes negative ones 0, and a NULL one 0 rows, as the comparison does. The SELECT has no other predicates, no
 * groups and no windows, which would be computed before LIMIT; its columns are columns of the relation, so that nothing
 * is computed for rows that are left out.
 */
export const limitSlices: Rule = {
  name: "limit-slices",
  apply: (statement, { demands, rowCounts }) => {
    let isChanged = false;
    walkQueries(statement, (query) => {
      // Of a single row, the compiler means one of a group's rows, and numbers the wrong ones.
      if (query.kind !== "select" || rowCounts.multiRow(query.from) === 0) return;
      if (limit(query, demands)) isChanged = true;
    });
    return isChanged;
  },
};

/** Bounds of the numbers that are taken. */
interface Range {
  /** First number; absent for 0. */
  readonly from?: Expression;
  /** Number after the last; absent for all. */
  readonly to?: Expression;
  /** The only number. */
  readonly at?: Expression;
}

function limit(select: Select, demands: Demands): boolean {
  const [relation, ...others] = select.from;
  if (relation === undefined || others.length > 0 || select.where.length === 0) return false;
  if (select.limit !== undefined || select.offset !== undefined || select.ctes.length > 0)
    return false;
  if (isAggregating(select) || hasWindows(select)) return false;
  if (!select.items.every(({ expression }) => isPlain(expression))) return false;
  const [first] = select.where;
  const index = first === undefined ? undefined : indexOf(first);
  if (index?.relation !== relation || !isDroppable(index)) return false;
  const range = rangeOf(select.where, index);
  if (range === undefined) return false;
  // Read anywhere else, the number would have to be computed anyway.
  if (demands.of(relation, index.name).values !== select.where.length) return false;
  const isOwnOrder = select.orderBy.every((key) => isSameColumn(key, index));
  if (!isOwnOrder || select.orderBy.length > 1) return false;
  select.where = [];
  select.orderBy = [index];
  Object.assign(select, boundsOf(range));
  return true;
}

function boundsOf({ from, to, at }: Range): Pick<Select, "limit" | "offset"> {
  if (at !== undefined) {
    const number = literal(at);
    if (number !== undefined) {
      const isNegative = number < 0n;
      return {
        limit: atom(isNegative ? "0" : "1"),
        offset: number > 0n ? whole(number) : undefined,
      };
    }
    const isThere = operation("<=", ["(", " <= ", ")"], whole(0n), at);
    const one = operation("case", ["(CASE WHEN ", " THEN 1 ELSE 0 END)"], isThere);
    return { limit: one, offset: atLeast0(at) };
  }
  const first = from === undefined ? 0n : literal(from);
  const last = to === undefined ? undefined : literal(to);
  const isFromStart = from === undefined || (first !== undefined && first <= 0n);
  const offset = isFromStart ? undefined : atLeast0(from);
  if (to === undefined) return { limit: undefined, offset };
  if (first !== undefined && last !== undefined) {
    const count = positive(last) - positive(first);
    return { limit: whole(positive(count)), offset };
  }
  if (offset === undefined || from === undefined) return { limit: atLeast0(to), offset };
  const count = operation("-", ["(", " - ", ")"], atLeast0(to), atLeast0OrNull(from));
  return { limit: atLeast0(count), offset };
}

function positive(number: bigint): bigint {
  return number < 0n ? 0n : number;
}

function whole(number: bigint): Expression {
  return atom(`${number}`);
}

function atLeast0(bound: Expression): Expression {
  const number = literal(bound);
  if (number !== undefined) return whole(positive(number));
  return operation("greatest", ["GREATEST(", ", ", ")"], bound, whole(0n));
}

/** Does the same as {@link atLeast0}, with NULL for NULL. */
function atLeast0OrNull(bound: Expression): Expression {
  if (literal(bound) !== undefined) return atLeast0(bound);
  const isNegative = operation("<", ["(", " < ", ")"], bound, whole(0n));
  return operation("case", ["(CASE WHEN ", " THEN 0 ELSE ", " END)"], isNegative, bound);
}

/** Returns the bounds that predicates set; undefined if one says something else, or if two say the same. */
function rangeOf(predicates: readonly Expression[], index: Column): Range | undefined {
  let range: Range = {};
  for (const predicate of predicates) {
    const bound = boundOf(predicate, index);
    if (bound === undefined) return undefined;
    if (Object.keys(bound).some((kind) => kind in range)) return undefined;
    range = { ...range, ...bound };
  }
  if (range.at !== undefined && predicates.length > 1) return undefined;
  // With a first number that is no literal, the last one must be given: OFFSET alone has no place for NULL.
  if (range.from !== undefined && range.to === undefined && literal(range.from) === undefined) {
    return undefined;
  }
  return range;
}

function boundOf(predicate: Expression, index: Column): Range | undefined {
  if (predicate.kind !== "operation" || predicate.operands.length !== 2) return undefined;
  const [left, right] = predicate.operands as readonly [Expression, Expression];
  if (isSameColumn(right, index) && isConstant(left)) {
    if (predicate.operator === "<=") return { from: left };
    const number = literal(left);
    if (predicate.operator === "<" && number !== undefined) return { from: cast(number + 1n) };
  }
  if (!isSameColumn(left, index) || !isConstant(right)) return undefined;
  if (predicate.operator === "=") return { at: right };
  if (predicate.operator === "<") return { to: right };
  return undefined;
}

function cast(number: bigint): Expression {
  return operation("cast", ["", "::int8"], whole(number));
}

/** Returns the number that a predicate is about. */
function indexOf(predicate: Expression): Column | undefined {
  if (predicate.kind !== "operation") return undefined;
  return predicate.operands.find((operand) => operand.kind === "column");
}

function isSameColumn(expression: Expression, { relation, name }: Column): boolean {
  return (
    expression.kind === "column" && expression.relation === relation && expression.name === name
  );
}

/** Checks for a literal or a placeholder with its cast, which has one value for the whole statement. */
function isConstant(expression: Expression): boolean {
  if (literal(expression) !== undefined) return true;
  if (expression.kind !== "operation") return false;
  const [operand] = expression.operands;
  return operand?.kind === "atom" && /^\$\d+$/.test(operand.text) && isInt8(expression.parts[1]);
}

function isInt8(cast: string | undefined): boolean {
  return cast?.toUpperCase() === "::INT8";
}

/** Returns the value of a whole number with its cast. */
function literal(expression: Expression): bigint | undefined {
  if (expression.kind === "atom") {
    return /^\d+$/.test(expression.text) ? BigInt(expression.text) : undefined;
  }
  if (expression.kind !== "operation") return undefined;
  const [operand] = expression.operands;
  if (operand === undefined) return undefined;
  const inner = literal(operand);
  if (inner === undefined) return undefined;
  if (expression.operator === "negate") return -inner;
  return isInt8(expression.parts[1]) ? inner : undefined;
}

/** Checks for a column, or an expression without columns. */
function isPlain(expression: Expression): boolean {
  return expression.kind === "column" || expression.kind === "atom";
}

/** Checks that a column is a dense number of its relation's rows, and one that need not be computed for a sort. */
function isDroppable({ relation, name }: Column): boolean {
  const found = itemOf(relation, name);
  if (found === undefined) return false;
  const { select, expression } = found;
  if (select.limit !== undefined || select.offset !== undefined) return false;
  const keys = numberingKeys(expression);
  if (keys !== undefined) return keys.length > 0 || isUnordered(select);
  const isWhole = select.from.length === 1 && select.where.length === 0 && !isAggregating(select);
  return isWhole && expression.kind === "column" && isDroppable(expression);
}
