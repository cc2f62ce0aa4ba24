import { Failing } from "../failing.ts";
import { GroupNumbers } from "../group-numbers.ts";
import { itemOf, numberingKeys } from "../numbering.ts";
import { UnknownSql } from "../parse/lexer.ts";
import type { Reads } from "../reads.ts";
import type { Rule } from "../rule.ts";
import {
  type Aggregate,
  atom,
  type Column,
  type Expression,
  type Item,
  operation,
  type Relation,
  type Select,
} from "../tree.ts";
import { isConstant, mapExpression, mapOperands, walkQueries } from "../walk.ts";

/**
 * Repairs `filter` and `slice` of a group's rows: `group_map(key, func (k, rows) -> rows | filter(p) | count)`.
 *
 * The compiler writes a LATERAL query of each single row for what the program does with a group's rows, and joins it. A
 * row that the filter takes out is then missing for the whole group, also for `count(rows)` beside it, and a group of
 * which no row is left is missing in the result. A number that slices compare is that of the only row, or of the row in
 * the table.
 *
 * With the rule, a filter is that of the aggregates which are about its rows, `FILTER (WHERE p)`. Slices compare the
 * number of a row in its group, among the rows that the filters before it leave: `PARTITION BY key, p`. The interpreter
 * gives the same. Aggregates know no row of a group from another, and so a row in none of them changes nothing; without
 * rows they give NULL or 0, and the compiler writes what an empty array gives.
 *
 * `index` takes the only row with a number, whose value is the greatest one of such rows.
 *
 * Expressions that may fail are computed only where the filters before them hold, by CASE. A query stays if it has
 * anything but columns, filters and numbers, or if a row of it is taken as it is, which SQL has no aggregate for.
 */
export const keepGroups: Rule = {
  name: "keep-groups",
  apply: (statement, { reads }) => {
    let isChanged = false;
    walkQueries(statement, (query) => {
      if (query.kind === "select" && query.groupBy.length > 0 && keep(query, reads)) {
        isChanged = true;
      }
    });
    return isChanged;
  },
};

function keep(select: Select, reads: Reads): boolean {
  const [rows, ...parts] = select.from;
  if (rows === undefined || select.where.length > 0 || select.orderBy.length > 0) return false;
  const numbers = GroupNumbers.of(rows, select.groupBy);
  if (numbers === undefined) return false;
  // Columns of the rows are computed before their groups are.
  const failing = new Failing(reads, (expression) =>
    expression.kind === "column" && (expression.relation === rows || numbers.has(expression))
      ? atom("NULL")
      : expression,
  );
  const groups = new Groups(rows, numbers, failing);
  if (!parts.every((part) => groups.add(part)) || groups.filtered.size === 0) return false;
  const items = select.items.map(({ expression, name }) => ({
    expression: groups.withFilters(expression),
    name,
  }));
  if (!items.every((item): item is Item => item.expression !== undefined)) return false;
  select.items = items.map(({ expression, name }) => ({
    expression: numbers.placed(expression),
    name,
  }));
  select.from = select.from.filter((relation) => !groups.filtered.has(relation));
  return true;
}

/** Row that a query makes of a group's row: its columns, and what must hold for it to be there. */
interface Chain {
  readonly columns: ReadonlyMap<string, Expression>;
  readonly filters: readonly Expression[];
}

/** The rows of groups, and the queries that make something of each of them. */
class Groups {
  /** Queries that leave rows out. */
  readonly filtered: Map<Relation, Chain> = new Map();
  readonly #rows: Relation;
  readonly #numbers: GroupNumbers;
  readonly #failing: Failing;
  #position: Column | undefined;

  constructor(rows: Relation, numbers: GroupNumbers, failing: Failing) {
    this.#rows = rows;
    this.#numbers = numbers;
    this.#failing = failing;
  }

  /** Adds a query; returns `false` for one with anything but columns, filters and numbers. */
  add(part: Relation): boolean {
    const chain = this.#chainOf(part);
    if (chain !== undefined && chain.filters.length > 0) this.filtered.set(part, chain);
    return chain !== undefined;
  }

  #chainOf({ source, columns }: Relation): Chain | undefined {
    if (source.kind !== "query" || source.query.kind !== "select" || columns !== undefined) {
      return undefined;
    }
    const { ctes, items, from, where, groupBy, orderBy, limit, offset } = source.query;
    const isBare = ctes.length === 0 && groupBy.length === 0 && orderBy.length === 0;
    if (!isBare || limit !== undefined || offset !== undefined || from.length > 1) return undefined;
    const [relation] = from;
    const nothing: Chain = { columns: new Map(), filters: [] };
    const inner = relation === undefined ? nothing : this.#chainOf(relation);
    if (inner === undefined) return undefined;
    const resolve = (expression: Expression): Expression | undefined =>
      this.#resolve(expression, relation, inner);
    const filters = where.map(resolve);
    const found = new Map<string, Expression>();
    for (const { expression, name } of items) {
      const keys = numberingKeys(expression)?.map(resolve);
      if (keys?.every((key) => key !== undefined) === false) return undefined;
      const resolved =
        keys === undefined
          ? resolve(expression)
          : this.#number(keys as readonly Expression[], inner.filters);
      if (name === undefined || resolved === undefined) return undefined;
      found.set(name, resolved);
    }
    if (!filters.every((filter) => filter !== undefined)) return undefined;
    return { columns: found, filters: [...inner.filters, ...filters] };
  }

  /** Rewrites an expression about a relation as one about the rows of the group; undefined if it is about more. */
  #resolve(
    expression: Expression,
    relation: Relation | undefined,
    { columns }: Chain,
  ): Expression | undefined {
    let isKnown = true;
    const resolved = mapExpression(expression, (part) => {
      if (part.kind === "atom" || part.kind === "operation") return part;
      if (part.kind === "column") {
        // The position in the array that is grouped, which the compiler takes for the one in the group.
        if (part.relation === this.#rows && part.name === "index") {
          this.#position ??= this.#numbers.create([part], []);
          return this.#position;
        }
        if (part.relation === this.#rows || this.#numbers.has(part)) return part;
        const found = part.relation === relation ? columns.get(part.name) : undefined;
        if (found !== undefined) return found;
      }
      isKnown = false;
      return part;
    });
    return isKnown ? resolved : undefined;
  }

  /** Puts filters into the aggregates of an expression; undefined if it is about a single row of a group. */
  withFilters(expression: Expression): Expression | undefined {
    let isKnown = true;
    const visit = (part: Expression): Expression => {
      const single = part.kind === "column" ? this.#single(part) : undefined;
      if (single !== undefined) return single;
      // The databases refuse a row of a group that is taken as it is, unless another rule leaves out its column.
      if (part.kind === "column" && this.#chain(part) !== undefined) {
        throw new UnknownSql("a row of a group that is taken as it is", 0);
      }
      if (part.kind === "subquery" || this.#chain(part) !== undefined) isKnown = false;
      if (part.kind !== "aggregate" || part.over !== undefined) return mapOperands(part, visit);
      const aggregate = this.#aggregate(part);
      if (aggregate === undefined) isKnown = false;
      return aggregate ?? part;
    };
    const result = visit(expression);
    return isKnown ? result : undefined;
  }

  /**
   * Returns the value of the one row that a number names, as an aggregate; undefined if there may be more, or none is
   * known.
   */
  #single(part: Column): Expression | undefined {
    const chain = this.#chain(part);
    const value = chain?.columns.get(part.name);
    if (chain === undefined || value === undefined) return undefined;
    if (!chain.filters.some((filter) => this.#isOneNumber(filter))) return undefined;
    const name = greatest(value);
    if (name === undefined) return undefined;
    const args = this.#guarded([value], chain.filters);
    return { kind: "aggregate", name, args, orderBy: [], ...this.#filter(chain.filters) };
  }

  /** Checks for a predicate that holds for a single number of a group's rows. */
  #isOneNumber(filter: Expression): boolean {
    if (filter.kind !== "operation" || filter.operator !== "=") return false;
    const isNumber = (operand: Expression): boolean =>
      operand.kind === "column" && this.#numbers.has(operand);
    return filter.operands.some(isNumber) && filter.operands.some(isConstant);
  }

  #aggregate(aggregate: Aggregate): Aggregate | undefined {
    const about = new Set<Chain>();
    let hasQuery = false;
    const inRows = (expression: Expression): Expression =>
      mapExpression(expression, (part) => {
        hasQuery ||= part.kind === "subquery";
        const chain = this.#chain(part);
        if (chain === undefined) return part;
        about.add(chain);
        return part.kind === "column" ? (chain.columns.get(part.name) ?? part) : part;
      });
    const args = aggregate.args.map(inRows).filter(({ kind }) => kind !== "wholeRow");
    const keys = aggregate.orderBy.map(inRows).flatMap((key) => this.#numbers.sortKeys(key));
    const [chain, ...others] = about;
    if (hasQuery || others.length > 0) return undefined;
    if (chain === undefined) return aggregate;
    const { filters } = chain;
    const [guardedArgs, orderBy] = [this.#guarded(args, filters), this.#guarded(keys, filters)];
    return { ...aggregate, args: guardedArgs, orderBy, ...this.#filter(filters) };
  }

  #chain(expression: Expression): Chain | undefined {
    const isRow = expression.kind === "column" || expression.kind === "wholeRow";
    return isRow ? this.filtered.get(expression.relation) : undefined;
  }

  #number(keys: readonly Expression[], filters: readonly Expression[]): Expression {
    const { filter } = this.#filter(filters);
    return this.#numbers.create(this.#guarded(keys, filters), filter === undefined ? [] : [filter]);
  }

  /** Returns the expressions that are computed only where filters hold, if they may fail elsewhere. */
  #guarded(
    expressions: readonly Expression[],
    filters: readonly Expression[],
  ): readonly Expression[] {
    const { filter } = this.#filter(filters);
    if (filter === undefined) return expressions;
    return expressions.map((expression) =>
      this.#failing.of(expression)
        ? operation("case", ["(CASE WHEN ", " THEN ", " END)"], filter, expression)
        : expression,
    );
  }

  /** Joins filters into one. Each is computed only where those before it hold, if it may fail elsewhere. */
  #filter(filters: readonly Expression[]): { readonly filter?: Expression } {
    const [first, ...others] = filters;
    if (first === undefined) return {};
    const both = (all: Expression, each: Expression): Expression =>
      this.#failing.of(each)
        ? operation("case", ["(CASE WHEN ", " THEN ", " ELSE FALSE END)"], all, each)
        : operation("and", ["(", " AND ", ")"], all, each);
    return { filter: others.reduce(both, first) };
  }
}

/** Operators whose result has the type of their operands. */
const computed: ReadonlySet<string> = new Set(["+", "-", "*", "/", "%", "negate", "||"]);

/** Returns the aggregate that is the value itself of a single row; undefined if its type has none, or is not known. */
function greatest(value: Expression): string | undefined {
  let read = value;
  while (read.kind === "column") {
    const found = itemOf(read.relation, read.name);
    if (found === undefined) break;
    read = found.expression;
  }
  // DuckDB, where tables are read without casts, has the greatest of all types.
  if (read.kind === "column" && read.relation.source.kind === "table") return "MAX";
  if (read.kind !== "operation") return undefined;
  // The result of arithmetic is a number, and joining keeps the type `Text`.
  if (computed.has(read.operator)) {
    const [first, second] = read.operands;
    return greatest(first!) ?? (second && greatest(second));
  }
  if (read.operator !== "cast") return undefined;
  const type = read.parts[1]?.toLowerCase() ?? "";
  if (type === "::bool") return "BOOL_OR";
  return /^::(?:int[248]|float[48]|text)$/.test(type) ? "MAX" : undefined;
}
