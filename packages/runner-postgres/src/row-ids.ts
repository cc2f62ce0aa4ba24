import { ErrorCode, RunnerError } from "@lutra/runner-core";
import { type SqlToken, sqlTokens } from "@lutra/runner-sql";
import type { TextRow } from "./adapter.ts";

/** An update or delete that names rows by `ctid`, made safe. */
export interface GuardedSql {
  /** Fails where a `ctid` could mean more than one row; see {@link rowIdError}. */
  readonly sql: string;
  /** The table that is changed, as SQL writes it: `orders`, `"Orders"`. */
  readonly table: string;
}

/** Opens what the guard says; no other error of the server contains it. */
const mark = "lutra: ctid is not unique";

/**
 * Guards an update or delete of the compiler, which reads `ctid AS index` and joins it to the table's `ctid`.
 *
 * A `ctid` is unique in one relation only: a partitioned table, and one that others inherit from, has several rows of
 * each. The guard is evaluated by the statement itself, on the rows that it changes, so no change of the table between check
 * and statement slips through. It keeps the plan of an ordinary table.
 *
 * @returns `undefined` for a statement that is no such update or delete
 * @throws RunnerError `PREPARE_ERROR` for one whose form is not known
 */
export function guardRowIds(sql: string): GuardedSql | undefined {
  // Most programs: nothing to split into tokens.
  if (!/\bctid\s+as\s+index\b/i.test(sql)) return undefined;
  const tokens = [...sqlTokens(sql)].map((token) => ({ ...token, text: textOf(sql, token) }));
  const outer = outermost(tokens);
  const command = outer.findIndex(({ text }) => text === "update" || text === "delete");
  if (command < 0 || !tokens.some((_, i) => isRead(tokens, i))) return undefined;
  const first = outer[command]!.text === "update" ? command + 1 : command + 2;
  let next = first + 1;
  while (outer[next]?.text === ".") next += 2;
  const where = outer.findLast(({ text }) => text === "where");
  const follower = outer[next]?.text;
  if ((follower !== "set" && follower !== "using") || where === undefined) {
    throw refused(
      "unsupported program: it names rows by ctid in a form that this runner does not know; " +
        "compile it with Lutra 0.6",
    );
  }
  const table = sql.slice(outer[first]!.start, outer[next - 1]!.end);
  const condition = sql.slice(where.end).trim();
  return { sql: `${sql.slice(0, where.end)} (${condition}\n) AND ${guardOf(table)}`, table };
}

/** Tells the kind of the table `$1`, and whether it has partitions or others inherit from it. No row: no such table. */
export const tableQuery: string = `select c.relkind::text,
  exists (select from pg_catalog.pg_inherits i where i.inhparent = c.oid)::text
from pg_catalog.pg_class c where c.oid = pg_catalog.to_regclass($1::text)`;

/**
 * Checks what {@link tableQuery} found.
 *
 * @throws RunnerError `PREPARE_ERROR` for a table in which a `ctid` does not name one row
 */
export function checkTable(table: string, [row]: readonly TextRow[]): void {
  // A table may be created after its programs are prepared.
  if (row === undefined) return;
  const [kind, isParent] = row;
  const problem =
    kind === "r"
      ? isParent === "true" && "is a table that others inherit from"
      : `is ${kinds[kind ?? ""] ?? "no table"}`;
  if (problem !== false) throw refused(refusal(table, problem));
}

const kinds: Readonly<Record<string, string>> = {
  p: "a partitioned table",
  f: "a foreign table",
  v: "a view",
  m: "a materialized view",
};

/**
 * Returns the error of a statement whose guard failed, in words.
 *
 * @returns `undefined` for any other error
 */
export function rowIdError(error: unknown, table: string): RunnerError | undefined {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (code !== "22P02" || typeof message !== "string" || !message.includes(mark)) return undefined;
  const problem = "has rows in other tables, or is no ordinary table";
  return new RunnerError(refusal(table, problem), {
    code: ErrorCode.EXECUTION_ERROR,
    cause: error,
  });
}

function refusal(table: string, problem: string): string {
  return (
    `${table} ${problem}, and std::sql::update and std::sql::delete name rows by ctid, which would hit others there; ` +
    "name the partition or table that holds the rows, or write the statement with std::sql::raw"
  );
}

function refused(message: string): RunnerError {
  return new RunnerError(message, { code: ErrorCode.PREPARE_ERROR });
}

/**
 * Holds for rows of the table itself if that is an ordinary one, and fails for others. A row that is read from a
 * partition meets itself in the join, so no row of another table is passed over.
 *
 * The server has no expression that only fails, so this reads a string that is no number. The planner expects `IS NOT
 * NULL` to hold, so it estimates rows as without the guard.
 */
function guardOf(table: string): string {
  const failure = (value: string): string => `(${literal(`${mark} `)} || ${value}::text)::oid`;
  const itself =
    `SELECT CASE WHEN pg_catalog.bool_and(c.relkind = 'r') THEN pg_catalog.min(c.oid) ` +
    `ELSE ${failure("pg_catalog.count(*)")} END FROM pg_catalog.pg_class AS c WHERE c.oid = ${regclass(table)}`;
  const id = `${table}.tableoid`;
  return `CASE WHEN ${id} = (${itself}) THEN ${id} ELSE ${failure(id)} END IS NOT NULL`;
}

function regclass(table: string): string {
  return `${literal(table)}::pg_catalog.regclass`;
}

/** Reads the same whatever `standard_conforming_strings` is. */
function literal(text: string): string {
  return `E'${text.replaceAll(/['\\]/g, "$&$&")}'`;
}

interface Token extends SqlToken {
  /** Words in lower case. */
  readonly text: string;
}

function textOf(sql: string, { kind, start, end }: SqlToken): string {
  const text = sql.slice(start, end);
  return kind === "word" ? text.toLowerCase() : text;
}

/** Tells whether a token is the `ctid` of `ctid AS index`. */
function isRead(tokens: readonly Token[], i: number): boolean {
  return (
    tokens[i]!.text === "ctid" && tokens[i + 1]?.text === "as" && tokens[i + 2]?.text === "index"
  );
}

/** Returns the tokens outside of all parentheses. */
function outermost(tokens: readonly Token[]): readonly Token[] {
  let depth = 0;
  return tokens.filter(({ kind, text }) => {
    const isOpening = kind === "sign" && text === "(";
    const isClosing = kind === "sign" && text === ")";
    if (isClosing) depth--;
    const isOutside = depth === 0 && !isClosing;
    if (isOpening) depth++;
    return isOutside && !isOpening;
  });
}
