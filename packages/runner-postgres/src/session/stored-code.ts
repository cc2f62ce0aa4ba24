import { sessionFunctionPattern, sqlFunctionPattern } from "./session-use.ts";

/**
 * Returns the condition that the transaction, or a part of it that has ended, wrote a row. Of others it sees only what
 * is committed; its own parts are in progress. Identifiers are older ones again after 2^32.
 */
function isOwn(row: string): string {
  const later = `((${row}.xmin::pg_catalog.text::bigint - own.id) & 4294967295)`;
  return `case when pg_catalog.age(${row}.xmin) <= 0 then pg_catalog.pg_xact_status(
    (own.id + ${later})::pg_catalog.text::pg_catalog.xid8) = 'in progress' end`;
}

/** Catalogues with expressions that statements on a table, a view or a type evaluate. */
const expressions = [
  ["pg_rewrite", "ev_action", "ev_qual"],
  ["pg_attrdef", "adbin"],
  ["pg_constraint", "conbin"],
  ["pg_policy", "polqual", "polwithcheck"],
  ["pg_trigger", "tgqual"],
  ["pg_type", "typdefaultbin"],
] as const;

/** Parts of a node tree that say which function it calls. */
const calls = "(?:funcid|opfuncid|aggfnoid|winfnoid)";

/**
 * Finds code that the current transaction has stored, and that plain statements of others would execute: functions,
 * operators, casts; expressions and triggers that call a function which is not the server's own, or one that changes
 * the session; settings of a role or a database. Gives a row with the description of each.
 */
export const storedCodeQuery: string = `with own as materialized (
  -- No row if the transaction has written nothing: then no catalogue is read.
  select pg_catalog.pg_current_xact_id_if_assigned()::pg_catalog.text::bigint as id
  where pg_catalog.pg_current_xact_id_if_assigned() is not null
), session_functions as materialized (
  select pg_catalog.string_agg(p.oid::pg_catalog.text, '|') as oids from pg_catalog.pg_proc p
  where p.pronamespace = 'pg_catalog'::pg_catalog.regnamespace
    and (p.proname ~ '${sessionFunctionPattern}' or p.proname ~ '${sqlFunctionPattern}')
), written as (
  ${["pg_proc", "pg_operator", "pg_cast"].map(ofKind).join("\n  union all ")}
  union all select d.classid, d.objid from pg_catalog.pg_depend d join own on ${isOwn("d")}
    where d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass and d.deptype <> 'i' and exists (
      select from pg_catalog.pg_proc p
      where p.oid = d.refobjid and p.pronamespace <> 'pg_catalog'::pg_catalog.regnamespace
    ) and not exists (
      -- The trigger of a partition is that of its table.
      select from pg_catalog.pg_trigger t where d.classid = 'pg_catalog.pg_trigger'::pg_catalog.regclass
        and t.oid = d.objid and t.tgparentid <> 0
    )
  ${expressions.map((expression) => `union all ${ofExpression(expression)}`).join("\n  ")}
)
select pg_catalog.pg_describe_object(w.classid, w.objid, 0) from written w
union all select 'a setting of a role or a database'
  from pg_catalog.pg_db_role_setting s join own on ${isOwn("s")}`;

/**
 * Returns a query for the objects of a catalogue, without those that belong to another object, as the constructors of a range do.
 */
function ofKind(catalogue: string): string {
  return `select c.tableoid as classid, c.oid as objid from pg_catalog.${catalogue} c join own on ${isOwn("c")}
    where not exists (
      select from pg_catalog.pg_depend d where d.classid = c.tableoid and d.objid = c.oid and d.deptype = 'i'
    )`;
}

/**
 * Returns a query for the objects whose expressions call a function that changes the session. It searches only the transaction's own rows: the
 * trees of all views would take milliseconds.
 */
function ofExpression([catalogue, ...columns]: readonly string[]): string {
  const call = `(select ':${calls} (?:' || f.oids || ')\\M' from session_functions f)`;
  const matches = columns.map((column) => `c.${column}::pg_catalog.text ~ ${call}`);
  return `select c.tableoid, c.oid from pg_catalog.${catalogue} c cross join own
    where case when ${isOwn("c")} then ${matches.join(" or ")} end`;
}

/** Returns the error of a statement that stored code. */
export function storedCodeError(description: string): Error {
  const message =
    `the statement would store ${description}, which could act on the sessions of other calls; ` +
    "it was rolled back: run it on a connection of your own";
  return Object.assign(new Error(message), { code: "2F003" });
}
