import { copySelect } from "../copy-select.ts";
import { hasWindows, isAggregating } from "../numbering.ts";
import type { Reads } from "../reads.ts";
import { Repetition } from "../repetition.ts";
import type { Rule } from "../rule.ts";
import type { TableFacts } from "../table-facts.ts";
import { type Cte, type Expression, type Relation, type Select, type Statement } from "../tree.ts";
import { someExpression, walkQueries } from "../walk.ts";

/**
 * Reads a table where a WITH only reads it, and drops a WITH that nothing reads.
 *
 * Proof: a scan of a table without predicates, groups, windows, order and LIMIT brings the same rows wherever it stands
 * in a statement, since a statement sees one snapshot. Its columns are columns of the table, so that reading them twice
 * computes nothing twice. Its rows have no order on which two readers could agree: a number of rows would be a window,
 * and a scan with a window stays.
 *
 * A view may bring other rows each time, such as by `random()`. A WITH that is read more than once must be known to
 * read a table.
 *
 * A reader that runs for each row of another query reads the table itself only if it compares a column with something
 * else, as a lookup by a key does, so that an index may bring the rows. Without an index it would read the pages of the
 * table each time, where the WITH has the columns that are read in memory. A WITH that is left with one such reader is
 * marked as MATERIALIZED: PostgreSQL would read the table in its place.
 */
export const inlineScans: Rule = {
  name: "inline-scans",
  leavesSelects: true,
  apply: (statement, { reads, facts }) => {
    let isChanged = false;
    const readers = readersOf(statement);
    const repetition = new Repetition(statement);
    walkQueries(statement, (query) => {
      if (query.kind === "values") return;
      query.ctes = query.ctes.filter((cte) => {
        const all = readers.get(cte) ?? [];
        if (all.length > 0 && !isScan(cte)) return true;
        const scan = cte.query as Select;
        const level = repetition.levelOf(query);
        const isRepeated = ({ select }: Reader): boolean => repetition.levelOf(select) > level;
        if ((all.length > 1 || all.some(isRepeated)) && !isOfTable(scan, facts)) return true;
        let kept = 0;
        for (const reader of all) {
          if (isRepeated(reader) && !isLookup(reader, scan, reads)) kept++;
          else read(reader, scan, reads);
        }
        cte.isMaterialized = kept === 1;
        isChanged ||= kept < all.length || kept <= 1;
        return kept > 0;
      });
    });
    return isChanged;
  },
};

/** A relation that reads a WITH, and the SELECT that has it. */
interface Reader {
  readonly select: Select;
  readonly relation: Relation;
}

function read({ relation }: Reader, scan: Select, reads: Reads): void {
  relation.source = { kind: "query", query: copySelect(scan, reads) };
}

function readersOf(statement: Statement): Map<Cte, Reader[]> {
  const readers = new Map<Cte, Reader[]>();
  walkQueries(statement, (query) => {
    if (query.kind !== "select") return;
    for (const relation of query.from) {
      if (relation.source.kind !== "cte") continue;
      const { cte } = relation.source;
      const known = readers.get(cte) ?? [];
      known.push({ select: query, relation });
      readers.set(cte, known);
    }
  });
  return readers;
}

/** Checks that a reader takes the rows in which a column of the table equals something that does not depend on them. */
function isLookup({ select, relation }: Reader, { items }: Select, reads: Reads): boolean {
  const isKey = (expression: Expression): boolean => {
    if (expression.kind !== "column" || expression.relation !== relation) return false;
    const item = items.find(({ name }) => name === expression.name);
    return item !== undefined && isPlainRead(item.expression, reads);
  };
  const isOwn = (expression: Expression): boolean =>
    someExpression(expression, (part) => part.kind === "column" && part.relation === relation);
  return select.where.some((predicate) => {
    if (predicate.kind !== "operation" || predicate.operator !== "=") return false;
    const [left, right] = predicate.operands;
    if (left === undefined || right === undefined) return false;
    return (isKey(left) && !isOwn(right)) || (isKey(right) && !isOwn(left));
  });
}

/** Checks for a column of a table, in the type that the program has for it. */
function isPlainRead(expression: Expression, reads: Reads): boolean {
  if (expression.kind === "column") return true;
  if (!reads.has(expression) || expression.kind !== "operation") return false;
  return expression.operator === "cast" && expression.operands[0]?.kind === "column";
}

/** Checks that a scan reads an ordinary table. */
function isOfTable({ from }: Select, facts: TableFacts): boolean {
  return from.every(({ source }) => source.kind === "table" && facts.isTable(source.name));
}

function isScan({ query, columns, isRecursive }: Cte): boolean {
  if (isRecursive || columns !== undefined || query.kind !== "select") return false;
  if (query.ctes.length > 0 || query.where.length > 0 || query.orderBy.length > 0) return false;
  if (query.limit !== undefined || query.offset !== undefined) return false;
  if (query.from.length !== 1 || query.from[0]?.source.kind !== "table") return false;
  if (isAggregating(query) || hasWindows(query)) return false;
  const isSubquery = ({ kind }: Expression): boolean => kind === "subquery";
  return query.items.every(({ expression }) => !someExpression(expression, isSubquery));
}
