import { ErrorCode, RunnerError } from "@lutra/runner-core";
import { type SqlToken, sqlTokens } from "@lutra/runner-sql";

/** Opens what the guard says; no other error of the server contains it. */
const mark = "lutra: extra_float_digits is ";

/** Fails if the session prints floats with fewer digits than they have; else 0. Evaluated once, before any row. */
const floatGuard =
  "(SELECT CASE WHEN pg_catalog.current_setting('extra_float_digits')::int4 > 0 THEN 0 " +
  `ELSE ('${mark}' || pg_catalog.current_setting('extra_float_digits'))::int8 END)`;

/**
 * Makes a query with floats fail in a session that rounds them, by the setting `extra_float_digits` of a role, a pool or
 * a session. `OFFSET` stands for a condition here, because it keeps the order of the rows and the plan.
 *
 * @returns other statements unchanged: updates and deletes give no rows
 */
export function guardFloats(sql: string): string {
  const outer = outermostWords(sql);
  const command = outer.find(({ text }) => text !== "with" && commands.has(text))?.text;
  const isQuery = command === "select" || command === "values";
  const isInsert = command === "insert" && outer.some(({ text }) => text === "select");
  if (!(isQuery || isInsert) || outer.some(({ text }) => endings.has(text))) return sql;
  const offset = outer.findLast(({ text }) => text === "offset");
  if (offset === undefined) return `${sql}\nOFFSET ${floatGuard}`;
  return `${sql.slice(0, offset.end)} ${floatGuard} +${sql.slice(offset.end)}`;
}

/** Words of clauses that `OFFSET` does not go with; the compiler writes none of them. */
const endings = new Set(["returning", "conflict", "for", "row", "rows"]);

const commands = new Set(["select", "insert", "update", "delete", "values", "merge"]);

/**
 * Returns the error of a statement whose guard failed, in words.
 *
 * @returns `undefined` for any other error
 */
export function floatError(error: unknown): RunnerError | undefined {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (code !== "22P02" || typeof message !== "string") return undefined;
  const [, digits] = /lutra: extra_float_digits is (-?\d+)/.exec(message) ?? [];
  if (digits === undefined) return undefined;
  return new RunnerError(
    `extra_float_digits is ${digits} in this session, which rounds floats; set it to 1 or more, ` +
      "in the options of the connection (`-c extra_float_digits=1`) or with ALTER ROLE",
    { code: ErrorCode.EXECUTION_ERROR, cause: error },
  );
}

/** Writes strings with a backslash so that they read the same whatever `standard_conforming_strings` is. */
export function portableStrings(sql: string): string {
  if (!sql.includes("\\")) return sql;
  const pieces: string[] = [];
  let copied = 0;
  for (const { kind, start, end } of sqlTokens(sql)) {
    if (kind !== "string" || sql[start] !== "'") continue;
    const text = sql.slice(start, end);
    // U&'...' has escapes of its own, and needs the setting.
    if (!text.includes("\\") || sql[start - 1] === "&") continue;
    pieces.push(sql.slice(copied, start), " E", text.replaceAll("\\", "\\\\"));
    copied = end;
  }
  return pieces.join("") + sql.slice(copied);
}

interface Word extends SqlToken {
  readonly text: string;
}

/** Returns the words outside of all parentheses, in lower case. */
function outermostWords(sql: string): readonly Word[] {
  const words: Word[] = [];
  let depth = 0;
  for (const token of sqlTokens(sql)) {
    const text = sql.slice(token.start, token.end);
    if (token.kind === "sign" && text === "(") depth++;
    else if (token.kind === "sign" && text === ")") depth--;
    else if (depth === 0 && token.kind === "word")
      words.push({ ...token, text: text.toLowerCase() });
  }
  return words;
}
