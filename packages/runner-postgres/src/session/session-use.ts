import { ErrorCode, RunnerError } from "@lutra/runner-core";
import { type SqlToken, sqlTokens } from "@lutra/runner-sql";
import type { TextRow } from "../adapter.ts";

/** Effects that a statement may have on the session that it runs in. */
export interface SessionUse {
  /** The statement may change the session, so it has to run isolated. */
  readonly isIsolated: boolean;
  /** Names of functions that are not known to leave the session alone; the server can tell, by {@link functionQuery}. */
  readonly functions: readonly string[];
}

/** First words of statements that read or change rows, as all of the compiler do. */
const rowCommands = new Set([
  "select",
  "insert",
  "update",
  "delete",
  "with",
  "values",
  "merge",
  "table",
]);

const ofTransactions =
  "it would begin or end a transaction, and a program is one statement; " +
  "begin the transaction on a connection of your own, and give that to the runner";
const ofSessions =
  "it acts on the session, which belongs to one call; set it in the options of the connection";
const ofProtocol = "no program has rows for it, or takes rows from it; use INSERT or SELECT";

/** Commands that no program may have, and why. */
const refusedCommands: ReadonlyMap<string, string> = new Map([
  ...["begin", "start", "commit", "end", "rollback", "abort", "savepoint", "release"].map(
    (word) => [word, ofTransactions] as const,
  ),
  ...["set", "reset", "discard", "listen", "unlisten", "load"].map(
    (word) => [word, ofSessions] as const,
  ),
  ...["prepare", "execute", "deallocate", "declare", "fetch", "move", "close"].map(
    (word) => [word, ofSessions] as const,
  ),
]);

/** Functions of the server whose effect outlives the statement; the server reads the pattern too. */
export const sessionFunctionPattern: string =
  "^(?:set_config|setseed|pg_(?:try_)?advisory_(?:un)?lock(?:_shared|_all)?|pg_(?:start_backup|backup_start)|" +
  "pg_(?:create|copy)_(?:physical|logical)_replication_slot|pg_replication_origin_session_setup)$";
const sessionFunctions = new RegExp(sessionFunctionPattern);

/** Functions of the server that execute SQL which they are given; the server reads the pattern too. */
export const sqlFunctionPattern: string =
  "^(?:(?:query|cursor|table|schema|database)_to_xml\\w*|ts_stat|ts_rewrite)$";
const sqlFunctions = new RegExp(sqlFunctionPattern);

/** Words before a parenthesis that call nothing, and functions that leave the session alone. */
const knownWords = new Set(
  (
    "all and any array as between by case cast check coalesce conflict cube decimal distinct else except exists extract " +
    "filter from greatest grouping having in intersect is join lateral least like limit materialized not nullif numeric of " +
    "offset on or order over partition returning rollup row select set sets some then time timestamp union using values " +
    "varchar when where window with within group char character bit interval overlay position substring trim treat " +
    "abs array_agg avg bool_and bool_or ceil char_length chr concat count cume_dist date_part date_trunc dense_rank exp " +
    "first_value floor format gen_random_uuid generate_series json_agg json_build_object jsonb_agg jsonb_array_elements " +
    "jsonb_build_array jsonb_build_object jsonb_object_keys lag last_value lead length ln lower make_timestamp max md5 min " +
    "mod now ntile octet_length percent_rank pg_sleep pow power random rank replace round row_number rtrim sign sqrt " +
    "starts_with string_agg string_to_array string_to_table sum to_char to_date to_json to_jsonb to_timestamp trunc unnest upper"
  ).split(" "),
);

/**
 * Tells what a program's SQL may do to its session.
 *
 * @throws RunnerError `PREPARE_ERROR` for SQL that is no single statement, and for a command that acts on the session or
 *   on its transaction
 */
export function sessionUse(sql: string): SessionUse {
  if (sql.includes("\0")) throw refused("the SQL contains the character U+0000");
  const tokens = [...sqlTokens(sql)].map((token) => ({ ...token, text: nameOf(sql, token) }));
  const first = tokens.findIndex(({ text }) => text !== ";" && text !== "(");
  const command = tokens[first];
  // Only the compiler writes SQL that begins with no word; the server says what is wrong with other SQL.
  if (command === undefined) throw refused("the SQL has no statement");
  const reason = command.kind === "word" ? refusedCommands.get(command.text) : undefined;
  if (reason !== undefined) throw refusedCommand(command.text, reason);
  if (command.text === "copy" && tokens.some(({ text }) => text === "stdin" || text === "stdout")) {
    throw refusedCommand("copy", ofProtocol);
  }
  // The body of a function may have several.
  if (
    command.text !== "create" &&
    tokens.some((token, i) => i > first && isSemicolon(token) && i < tokens.length - 1)
  ) {
    throw refused("the SQL has several statements, and a program is one");
  }
  const functions = new Set<string>();
  let isIsolated = command.kind !== "word" || !rowCommands.has(command.text);
  for (let i = first; i < tokens.length; i++) {
    const { kind, text } = tokens[i]!;
    const before = tokens[i - 1]?.text;
    if (kind !== "word" && kind !== "name") continue;
    // SELECT INTO makes a table, perhaps a temporary one.
    if (text === "into" && before !== "insert" && before !== "merge") isIsolated = true;
    if (tokens[i + 1]?.text !== "(" || before === "into" || before === "as") continue;
    if (sessionFunctions.test(text) && !isLocalSetting(tokens, i)) {
      throw refused(
        `${text} is refused: ${ofSessions}, or call set_config with true as its last argument`,
      );
    }
    if (sqlFunctions.test(text)) isIsolated = true;
    if (!knownWords.has(text) && text !== "set_config") functions.add(text);
  }
  return { isIsolated, functions: [...functions] };
}

/** Tells whether a function of any of the names `$1`, a JSON array, may be one that is not the server's own. */
export const functionQuery: string = `select (exists (
  select from pg_catalog.pg_proc p
  where p.proname = w.name and p.pronamespace <> 'pg_catalog'::pg_catalog.regnamespace
) or not exists (select from pg_catalog.pg_proc p where p.proname = w.name))::text
from pg_catalog.jsonb_array_elements_text($1::jsonb) as w(name)`;

/** Reads what {@link functionQuery} found. */
export function areForeign(rows: readonly TextRow[]): boolean {
  return rows.some(([isForeign]) => isForeign !== "false");
}

/** Tells whether the call of `set_config` at a token is for its transaction only. */
function isLocalSetting(tokens: readonly Token[], at: number): boolean {
  if (tokens[at]!.text !== "set_config") return false;
  let depth = 0;
  for (let i = at + 1; i < tokens.length; i++) {
    const { text } = tokens[i]!;
    if (text === "(") depth++;
    if (text === ")" && --depth === 0) {
      return tokens[i - 1]?.text === "true" && tokens[i - 2]?.text === ",";
    }
  }
  return false;
}

interface Token extends SqlToken {
  /** Names without quotes; words in lower case; of strings nothing. */
  readonly text: string;
}

function nameOf(sql: string, { kind, start, end }: SqlToken): string {
  if (kind === "string") return "";
  const text = sql.slice(start, end);
  if (kind === "name") return text.slice(1, -1).replaceAll('""', '"');
  return kind === "word" ? text.toLowerCase() : text;
}

function isSemicolon({ kind, text }: Token): boolean {
  return kind === "sign" && text === ";";
}

function refusedCommand(command: string, reason: string): RunnerError {
  return refused(`${command.toUpperCase()} is refused: ${reason}`);
}

function refused(message: string): RunnerError {
  return new RunnerError(message, { code: ErrorCode.PREPARE_ERROR });
}
