import { ColumnUses, Replacements, wholeRows } from "../column-uses.ts";
import { Failing, fence, isFiltering } from "../failing.ts";
import { hasWindows, isAggregating, isWindow } from "../numbering.ts";
import type { Reads } from "../reads.ts";
import type { Rule } from "../rule.ts";
import type { Expression, Item, Query, Relation, Select, Statement } from "../tree.ts";
import {
  mapOperands,
  mapQuery,
  operandsOf,
  queriesOf,
  isConstant,
  someExpression,
  walkExpression,
} from "../walk.ts";

/** Maximum number of parts of an expression that may stand in several places. */
const maxShared = 8;

/**
 * Merges a SELECT into the one that reads it, so that predicates and sort keys stand next to their table.
 *
 * Proof: a SELECT without groups, aggregates, windows, order and LIMIT has, for each combination of rows of its
 * relations that its predicates hold for, one row, whose columns are expressions of that combination. Reading it in
 * FROM is reading its relations in its place, with its predicates added to those of the reader, and the expressions for
 * the columns. That holds for a LATERAL one, and for one without relations, which is one row. The known functions have
 * no effects and give the same value each time; expressions of more than a few parts move only to where they are
 * computed once. An aggregate belongs to the innermost query that its columns are from: none may lose its last own
 * column.
 *
 * Databases may compute predicates of one WHERE in any order. Where a predicate of one side may fail, such as a
 * division, and the other side filters, the two stay apart, and OFFSET 0 keeps them so: the compiler's numbers did that
 * before.
 *
 * A SELECT that only renames what another one brings takes its place, whatever that one is.
 */
export const mergeSelects: Rule = {
  name: "merge-selects",
  apply: (statement, { reads }) => new Merging(statement, reads).run(),
};

class Merging {
  readonly #statement: Statement;
  readonly #uses: ColumnUses;
  readonly #replacements: Replacements = new Replacements();
  readonly #failing: Failing;
  /** A SELECT whose rows are mentioned as such stays. */
  readonly #whole: ReadonlySet<Relation>;
  #isChanged = false;

  constructor(statement: Statement, reads: Reads) {
    this.#statement = statement;
    this.#uses = new ColumnUses(statement);
    this.#whole = wholeRows(statement);
    this.#failing = new Failing(reads, (expression) => this.#replacements.actual(expression));
  }

  run(): boolean {
    const statement = this.#statement;
    if ("query" in statement) this.#query(statement.query);
    else
      for (const { source } of statement.from)
        if (source.kind === "query") this.#query(source.query);
    if (this.#isChanged) this.#resolveAll();
    return this.#isChanged;
  }

  #query(query: Query): void {
    for (const inner of queriesOf(query)) this.#query(inner);
    if (query.kind !== "select") return;
    for (const relation of query.from.slice()) {
      if (this.#whole.has(relation)) continue;
      if (relation.source.kind !== "query" || relation.source.query.kind !== "select") continue;
      this.#merge(query, relation, relation.source.query);
    }
    const [only, ...others] = query.from;
    if (only?.source.kind !== "query" || others.length > 0 || this.#whole.has(only)) return;
    if (only.source.query.kind === "select") this.#rename(query, only, only.source.query);
  }

  #merge(outer: Select, relation: Relation, inner: Select): void {
    if (!isTransparent(inner) || relation.columns !== undefined || relation.isOptional) return;
    if (!this.#isSafe(outer, inner)) {
      if (isFiltering(inner)) {
        fence(inner);
        this.#isChanged = true;
      }
      return;
    }
    if (!inner.items.every((item) => this.#canMove(relation, item))) return;
    if (!this.#keepsAggregates(outer, relation, inner)) return;
    if (!this.#keepsWindows(outer, relation, inner)) return;
    this.#replace(relation, inner);
    for (const source of inner.from) source.isLateral ||= relation.isLateral;
    outer.from.splice(outer.from.indexOf(relation), 1, ...inner.from);
    outer.where = [...inner.where, ...outer.where];
    this.#isChanged = true;
  }

  /** Checks that no predicate that may fail is moved next to another one. */
  #isSafe(outer: Select, inner: Select): boolean {
    const isFailing = (predicates: readonly Expression[]): boolean =>
      predicates.some((predicate) => this.#failing.of(predicate));
    if (isFailing(outer.where)) return !isFiltering(inner);
    return outer.where.length === 0 || !isFailing(inner.where);
  }

  #canMove(relation: Relation, { expression, name }: Item): boolean {
    if (name === undefined) return false;
    const count = this.#uses.of(relation, name);
    return count <= 1 || this.#isSmall(expression);
  }

  #isSmall(expression: Expression): boolean {
    let left = maxShared;
    const count = (part: Expression): void => {
      const actual = this.#replacements.actual(part);
      left -= actual.kind === "subquery" || actual.kind === "aggregate" ? maxShared + 1 : 1;
      if (left >= 0) for (const operand of operandsOf(actual)) count(operand);
    };
    count(expression);
    return left >= 0;
  }

  /** Checks that aggregates and groups of the outer SELECT stay its own, and stay about columns. */
  #keepsAggregates(outer: Select, relation: Relation, inner: Select): boolean {
    if (!isAggregating(outer)) return true;
    const own = new Set([...outer.from, ...inner.from]);
    return inner.items.every(({ expression, name }) => {
      if (name === undefined || this.#uses.of(relation, name) === 0) return true;
      return this.#someColumn(expression, (from) => own.has(from));
    });
  }

  /** Checks that windows of the outer SELECT stay about its own rows: DuckDB takes no columns from outside there. */
  #keepsWindows(outer: Select, relation: Relation, inner: Select): boolean {
    if (!hasWindows(outer)) return true;
    const own = new Set([...outer.from, ...inner.from]);
    const foreign = new Set<string | undefined>();
    for (const { expression, name } of inner.items)
      if (this.#someColumn(expression, (from) => !own.has(from))) foreign.add(name);
    const isForeign = (from: Relation, name: string): boolean =>
      from === relation && foreign.has(name);
    const movesInto = (expression: Expression): boolean =>
      someExpression(expression, (part) => isWindow(part) && this.#someColumn(part, isForeign));
    return (
      !outer.items.some((item) => movesInto(item.expression)) && !outer.orderBy.some(movesInto)
    );
  }

  #someColumn(expression: Expression, has: (relation: Relation, name: string) => boolean): boolean {
    const actual = this.#replacements.actual(expression);
    if (actual.kind === "column") return has(actual.relation, actual.name);
    return operandsOf(actual).some((operand) => this.#someColumn(operand, has));
  }

  /** Puts a SELECT that is read by renames only in the place of its reader. */
  #rename(outer: Select, relation: Relation, inner: Select): void {
    if (!isTransparent({ ...outer, orderBy: [] }) || outer.where.length > 0) return;
    if (relation.isOptional || outer.ctes.length > 0) return;
    if (relation.columns !== undefined) return;
    const found = new Map(inner.items.map((item) => [item.name, item.expression]));
    const moved = (expression: Expression): Expression | undefined => {
      const actual = this.#replacements.actual(expression);
      if (actual.kind === "column" && actual.relation === relation) return found.get(actual.name);
      return isConstant(actual) ? actual : undefined;
    };
    const items = outer.items.map(({ expression, name }) => ({
      expression: moved(expression),
      name,
    }));
    const orderBy = outer.orderBy.map(moved);
    if (!items.every((item): item is Item => item.expression !== undefined)) return;
    if (!orderBy.every((key) => key !== undefined)) return;
    if (!inner.items.every((item) => this.#canMove(relation, item))) return;
    const isLimited = inner.limit !== undefined || inner.offset !== undefined;
    const isSameOrder =
      orderBy.length === inner.orderBy.length &&
      orderBy.every((key, i) => this.#isSame(key, inner.orderBy[i]));
    if (orderBy.length > 0 && isLimited && !isSameOrder) return;
    if (inner.orderBy.some((key) => key.kind === "output")) return;
    if (isAggregating(inner) && !isAggregating({ ...inner, items, orderBy: [] })) return;
    this.#replace(relation, inner);
    Object.assign(outer, inner, { items, orderBy: orderBy.length > 0 ? orderBy : inner.orderBy });
    this.#isChanged = true;
  }

  #isSame(a: Expression, b: Expression | undefined): boolean {
    if (b === undefined) return false;
    const [left, right] = [this.#replacements.actual(a), this.#replacements.actual(b)];
    if (left === right) return true;
    if (left.kind !== "column" || right.kind !== "column") return false;
    return left.relation === right.relation && left.name === right.name;
  }

  #replace(relation: Relation, inner: Select): void {
    const columns = new Map<string, Expression>();
    for (const { expression, name } of inner.items) {
      if (name === undefined) continue;
      columns.set(name, expression);
      const further = this.#uses.of(relation, name) - 1;
      walkExpression(expression, (part) => {
        if (part.kind === "column") this.#uses.add(part.relation, part.name, further);
      });
    }
    this.#replacements.set(relation, columns);
  }

  /** Puts all expressions in their places. */
  #resolveAll(): void {
    const resolve = (expression: Expression): Expression =>
      mapOperands(this.#replacements.resolved(expression, resolve), resolve);
    const resolveQuery = (query: Query): void => {
      mapQuery(query, resolve);
      // Sorting by a constant orders nothing, and a bare number would name a column.
      if (query.kind === "select") query.orderBy = query.orderBy.filter((key) => !isConstant(key));
      queriesOf(query).forEach(resolveQuery);
    };
    const statement = this.#statement;
    if ("query" in statement) return resolveQuery(statement.query);
    for (const { source } of statement.from)
      if (source.kind === "query") resolveQuery(source.query);
  }
}

/** Checks that each combination of rows of its relations, if its predicates hold, is one row of a SELECT. */
function isTransparent(select: Select): boolean {
  const { ctes, orderBy, limit, offset } = select;
  const isBare = ctes.length === 0 && orderBy.length === 0 && limit === undefined;
  return isBare && offset === undefined && !isAggregating(select) && !hasWindows(select);
}
