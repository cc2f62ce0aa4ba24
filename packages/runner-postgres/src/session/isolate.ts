import type { TextRow } from "../adapter.ts";
import { storedCodeError, storedCodeQuery } from "./stored-code.ts";

/** Executes a statement on one connection. */
export type Execute = (
  sql: string,
  parameters: readonly (string | null)[],
) => Promise<readonly TextRow[]>;

/**
 * Executes a statement on an idle connection in a transaction of its own, and leaves the session as it was.
 *
 * @throws the statement's error
 */
export async function isolateIdle(
  execute: Execute,
  sql: string,
  parameters: readonly (string | null)[],
): Promise<readonly TextRow[]> {
  await execute("BEGIN", []);
  let rows: readonly TextRow[];
  try {
    rows = await isolate(execute, sql, parameters);
  } catch (error) {
    await execute("ROLLBACK", []).catch((cause: unknown) => {
      throw unrestored(cause);
    });
    throw error;
  }
  await execute("COMMIT", []);
  return rows;
}

/** Returns the error of a session that could not be restored. It has no SQLSTATE, so its connection is given up. */
function unrestored(cause: unknown): Error {
  return new Error("the session could not be restored after the statement", { cause });
}

/**
 * Lists what outlives a transaction: its kind and name, and the statement that removes it if a rollback does not. Names
 * of types have their schema, or are keywords: a temporary type would hide others.
 */
const leftovers = `select 'the prepared statement ' || s.name, 'DEALLOCATE ' || pg_catalog.quote_ident(s.name)
from pg_catalog.pg_prepared_statements s where s.from_sql
union all select 'the cursor ' || c.name, null from pg_catalog.pg_cursors c where c.is_holdable
union all select 'the temporary ' || pg_catalog.pg_describe_object(d.classid, d.objid, 0), null
  from pg_catalog.pg_depend d where d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
    and d.refobjid = pg_catalog.pg_my_temp_schema()
union all select 'the role ' || current_user || ' of ' || session_user,
  'SET SESSION AUTHORIZATION ' || pg_catalog.quote_ident(session_user)
union all select 'an advisory lock ' || l.classid || ' ' || l.objid || ' ' || l.objsubid || ' ' || l.mode,
  'SELECT pg_catalog.pg_advisory_unlock' || case l.mode when 'ShareLock' then '_shared' else '' end || '(' ||
  case l.objsubid when 1 then (l.classid::bigint << 32 | l.objid::bigint)::pg_catalog.text
    else l.classid::bigint::bit(32)::integer || ', ' || l.objid::bigint::bit(32)::integer end || ')'
  from pg_catalog.pg_locks l where l.locktype = 'advisory' and l.pid = pg_catalog.pg_backend_pid()
    and l.database = (select d.oid from pg_catalog.pg_database d where d.datname = pg_catalog.current_database())`;

/** Settings of the session, which `RESET ALL` resets too. */
const settings = `select s.name, s.setting from pg_catalog.pg_settings s where s.source = 'session'
union all select null, c from pg_catalog.pg_listening_channels() as c`;

/**
 * Executes a statement that may change its session, in a transaction that was begun for it, and leaves the session as
 * it was. If this throws, the transaction is to be rolled back.
 *
 * Settings are set back, locks and prepared statements are given up. A statement that leaves anything else, such as a
 * temporary table, counts as failed, and so does one that stores code: others would execute it in plain statements.
 *
 * @throws the statement's error
 */
export async function isolate(
  execute: Execute,
  sql: string,
  parameters: readonly (string | null)[],
): Promise<readonly TextRow[]> {
  const known = new Map((await execute(leftovers, [])).map(([name, removal]) => [name, removal]));
  const before = await execute(settings, []);
  await execute("SAVEPOINT lutra_statement", []);
  let rows: readonly TextRow[];
  let left: string | undefined;
  try {
    rows = await execute(sql, parameters);
    left = await removeLeftovers(execute, known);
    if (left === undefined) {
      const [stored] = await execute(storedCodeQuery, []);
      if (stored !== undefined) throw storedCodeError(stored[0] ?? "");
      await restoreSettings(execute, before);
    }
  } catch (error) {
    try {
      // Takes settings back too, such as a time limit that ends all that follows.
      await execute("ROLLBACK TO SAVEPOINT lutra_statement", []);
      await removeLeftovers(execute, known);
    } catch (cause) {
      throw unrestored(cause);
    }
    throw error;
  }
  if (left !== undefined) throw leftError(left);
  return rows;
}

/** Removes what the session did not have before; returns the name of something that only a rollback removes. */
async function removeLeftovers(
  execute: Execute,
  known: ReadonlyMap<string | null | undefined, string | null | undefined>,
): Promise<string | undefined> {
  const added = (await execute(leftovers, [])).filter(([name]) => !known.has(name));
  let left: string | undefined;
  for (const [name, removal] of added) {
    const isRole = name?.startsWith("the role ") === true;
    if (isRole || removal == null) left ??= name ?? undefined;
    if (isRole) await execute(removalOfRole(known), []);
    // A lock may be held several times; of one that ends with the transaction the server says `f`.
    else if (removal != null) while ((await execute(removal, []))[0]?.[0] === "t");
  }
  return left;
}

/**
 * Returns the statement that removes the role. A rollback resets it, but not in PGlite, whose session began without
 * one.
 */
function removalOfRole(
  known: ReadonlyMap<string | null | undefined, string | null | undefined>,
): string {
  for (const [name, removal] of known) if (name?.startsWith("the role ")) return removal ?? "";
  return "";
}

/**
 * Resets all settings and sets those of before again: finding out which changed would cost more, and the server lists
 * none with a dot in its name.
 */
async function restoreSettings(execute: Execute, before: readonly TextRow[]): Promise<void> {
  await execute("RESET ALL", []);
  const own = before.filter(([name]) => name != null);
  if (own.length > 0) {
    const calls = own.map(
      (_, i) =>
        `pg_catalog.set_config($${2 * i + 1}::pg_catalog.text, $${2 * i + 2}::pg_catalog.text, false)`,
    );
    await execute(`SELECT ${calls.join(", ")}`, own.flat());
  }
  if (own.length === before.length) await execute("UNLISTEN *", []);
}

function leftError(left: string): Error {
  const message = `the statement left ${left} in the session, which belongs to one call; it was rolled back`;
  // The state of what is forbidden where it is tried.
  return Object.assign(new Error(message), { code: "2F003" });
}
