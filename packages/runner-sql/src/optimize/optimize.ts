import { UnknownSql } from "./parse/lexer.ts";
import { parseOptimized, parseStatement } from "./parse/parse.ts";
import { printStatement } from "./print.ts";
import { readsOf } from "./reads.ts";
import type { Rule } from "./rule.ts";
import { countRows } from "./rules/count-rows.ts";
import { descendKeys } from "./rules/descend-keys.ts";
import { dropScanNumbers } from "./rules/drop-scan-numbers.ts";
import { groupDates } from "./rules/group-dates.ts";
import { groupLookups } from "./rules/group-lookups.ts";
import { inlineScans } from "./rules/inline-scans.ts";
import { joinFinds } from "./rules/join-finds.ts";
import { joinFirstRows } from "./rules/join-first-rows.ts";
import { joinUniqueKeys } from "./rules/join-unique-keys.ts";
import { keepFirstRows } from "./rules/keep-first-rows.ts";
import { keepGroups } from "./rules/keep-groups.ts";
import { leaveOutNone } from "./rules/leave-out-none.ts";
import { limitSlices } from "./rules/limit-slices.ts";
import { mergeSelects } from "./rules/merge-selects.ts";
import { orderFlatMaps } from "./rules/order-flat-maps.ts";
import { orderLookups } from "./rules/order-lookups.ts";
import { passSortKeys } from "./rules/pass-sort-keys.ts";
import { pruneColumns } from "./rules/prune-columns.ts";
import { shareAggregates } from "./rules/share-aggregates.ts";
import { stateOrder } from "./rules/state-order.ts";
import { noTableFacts, type TableFacts } from "./table-facts.ts";
import type { Statement } from "./tree.ts";

/** Longest statement that is looked at, in UTF-16 units. */
const maxLength = 256 * 1024;

/** The rules that may be left out, in the order in which they are applied. */
export const optimizationRules: readonly Rule[] = [
  orderFlatMaps,
  countRows,
  limitSlices,
  passSortKeys,
  dropScanNumbers,
  orderLookups,
  pruneColumns,
  mergeSelects,
  leaveOutNone,
  joinFinds,
  shareAggregates,
  inlineScans,
  keepFirstRows,
  joinFirstRows,
  descendKeys,
  groupDates,
  joinUniqueKeys,
];

/** Rules that are always applied, first: the others may take out what an unstated order came from. */
const repairs: readonly Rule[] = [stateOrder, groupLookups, keepGroups];

/** Rules that leave SELECTs which can be merged. */
const mergeable: ReadonlySet<Rule> = new Set([
  leaveOutNone,
  joinFinds,
  shareAggregates,
  inlineScans,
]);

/** A statement after optimization. */
export interface OptimizedSql {
  readonly sql: string;
  /** Names of the rules that changed it; empty if it is the statement that was given, byte for byte. */
  readonly rules: readonly string[];
  /** `true` if a row is the tuple in the option that the program gives, and no row is none. */
  readonly leavesOutNone: boolean;
}

/** Options of {@link optimizeSql}. */
export interface OptimizeOptions {
  /** Rules that are applied. @default optimizationRules */
  readonly rules?: readonly Rule[];
  /** Facts about the tables; rules that need one do nothing without it. @default none */
  readonly facts?: TableFacts;
  /** Lets the statement of a program that gives an option of a tuple leave out none. @default false */
  readonly mayLeaveOutNone?: boolean;
  /** Puts clauses on lines of their own, for people. @default false */
  readonly isLaidOut?: boolean;
}

/**
 * Rewrites a statement of the compiler so that it means the same and a database is faster at it.
 *
 * A statement with anything in it that the compiler does not write comes back as it is.
 *
 * @example
 * const { sql, rules } = optimizeSql("SELECT 1"); // as it came: no rule knows it
 */
export function optimizeSql(
  sql: string,
  {
    rules: applied = optimizationRules,
    facts = noTableFacts,
    mayLeaveOutNone = false,
    isLaidOut,
  }: OptimizeOptions = {},
): OptimizedSql {
  const rewritten = ifKnown(sql, (statement): OptimizedSql => {
    const reads = readsOf(statement);
    const names: string[] = [];
    for (const rule of [...repairs, ...applied]) {
      if (rule === leaveOutNone && !mayLeaveOutNone) continue;
      if (!rule.apply(statement, reads, facts)) continue;
      names.push(rule.name);
      if (mergeable.has(rule) && applied.includes(mergeSelects))
        mergeSelects.apply(statement, reads, facts);
    }
    return {
      sql: printStatement(statement, { isLaidOut: isLaidOut === true }),
      rules: names,
      leavesOutNone: names.includes(leaveOutNone.name),
    };
  });
  return rewritten === undefined || rewritten.rules.length === 0
    ? { sql, rules: [], leavesOutNone: false }
    : rewritten;
}

/**
 * Lays a statement of the compiler or of the optimizer out on lines; any other one comes back as it is.
 *
 * @example
 * console.log(layOutSql("SELECT 1"));
 */
export function layOutSql(sql: string): string {
  return (
    ifKnown(sql, (statement) => printStatement(statement, { isLaidOut: true }), parseOptimized) ??
    sql
  );
}

/** Runs a step with the parsed statement; returns nothing if it holds what the parser does not know. */
function ifKnown<T>(
  sql: string,
  step: (statement: Statement) => T,
  parse = parseStatement,
): T | undefined {
  if (sql.length > maxLength) return undefined;
  try {
    return step(parse(sql));
  } catch (error) {
    if (error instanceof UnknownSql) return undefined;
    throw error;
  }
}
