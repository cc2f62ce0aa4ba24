import { Analysis } from "./analysis.ts";
import { UnknownSql } from "./parse/lexer.ts";
import { parseOptimized, parseStatement } from "./parse/parse.ts";
import { printStatement } from "./print.ts";
import type { Rule } from "./rule.ts";
import { groupFlatMaps } from "./rules/group-flat-maps.ts";
import { groupLookups } from "./rules/group-lookups.ts";
import { keepGroups } from "./rules/keep-groups.ts";
import { mergeSelects } from "./rules/merge-selects.ts";
import { orderFlatMaps } from "./rules/order-flat-maps.ts";
import { stateOrder } from "./rules/state-order.ts";
import { noTableFacts, type TableFacts } from "./table-facts.ts";
import type { Statement } from "./tree.ts";

/** Longest statement that is looked at, in UTF-16 units. */
const maxLength = 256 * 1024;

/** Rules that are always applied, first: the others may take out what an unstated order came from. */
const repairs: readonly Rule[] = [
  stateOrder,
  groupLookups,
  groupFlatMaps,
  keepGroups,
  orderFlatMaps,
];

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
 * @param rules those for the statement's database, or some of them
 * @example
 * const { sql, rules } = optimizeSql("SELECT 1", postgresRules); // as it came: no rule knows it
 */
export function optimizeSql(
  sql: string,
  rules: readonly Rule[],
  { facts = noTableFacts, mayLeaveOutNone = false, isLaidOut = false }: OptimizeOptions = {},
): OptimizedSql {
  const rewritten = ifKnown(sql, (statement): OptimizedSql => {
    const analysis = new Analysis(statement, facts, mayLeaveOutNone);
    const names: string[] = [];
    for (const rule of [...repairs, ...rules]) {
      if (!rule.apply(statement, analysis)) continue;
      names.push(rule.name);
      analysis.forget();
      if (rule.leavesSelects && rules.includes(mergeSelects))
        mergeSelects.apply(statement, analysis);
    }
    const leavesOutNone = statement.kind === "query" && statement.leavesOutNone === true;
    return { sql: printStatement(statement, { isLaidOut }), rules: names, leavesOutNone };
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
