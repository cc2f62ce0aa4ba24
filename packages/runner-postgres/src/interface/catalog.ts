import { quotedWords, type Schema, type Table } from "@lutra/runner-sql";
import type { TextRow } from "../adapter.ts";
import { columnType } from "./column-type.ts";
import { rowFields } from "./row-fields.ts";

/**
 * Reads the catalogs in one statement: a row for each table, and one for each schema without tables.
 *
 * Ordinary, partitioned and foreign tables, in schemas that belong to no extension; `public` first, then by bytes of their names. An index shows its key
 * columns; one on part of a table is left out, as it says nothing about the other rows. Reserved are the words that the
 * server does not take as names and the compiler does not quote.
 *
 * @see docs/spec/postgres.md, "Interface of tables"
 */
export const catalogQuery: string = `with reserved as materialized (
  select word from pg_catalog.pg_get_keywords() where catcode in ('R', 'T')
    and word not in (${quotedWords.map((word) => `'${word}'`).join(", ")})
)
select n.nspname::text, (n.nspname::text in (select word from reserved))::text,
  c.relname::text, (c.relname::text in (select word from reserved))::text,
  (select coalesce(json_agg(json_build_array(a.attname, a.atttypid::int8, not a.attnotnull,
        a.attname::text in (select word from reserved)) order by a.attnum), '[]')
     from pg_catalog.pg_attribute a
     where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)::text,
  (select coalesce(json_agg(json_build_array(ic.relname, i.indisunique,
        (select json_agg(ka.attname order by k.position)
           from unnest(i.indkey::int2[]) with ordinality k(number, position)
           left join pg_catalog.pg_attribute ka on ka.attrelid = i.indrelid and ka.attnum = k.number
           where k.position <= i.indnkeyatts)) order by i.indexrelid), '[]')
     from pg_catalog.pg_index i join pg_catalog.pg_class ic on ic.oid = i.indexrelid
     where i.indrelid = c.oid and i.indpred is null)::text
from pg_catalog.pg_namespace n
left join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relkind in ('r', 'p', 'f')
where n.nspname not in ('pg_catalog', 'pg_toast', 'information_schema')
  and n.nspname::text !~ '^pg_(toast|temp)_'
  and not exists (
    select from pg_catalog.pg_depend d where d.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
      and d.objid = n.oid and d.deptype = 'e')
order by n.nspname <> 'public', n.nspname::text collate "C", c.relname::text collate "C"`;

/** Reads the schemas that the rows of {@link catalogQuery} describe. */
export function schemasOf(rows: readonly TextRow[]): readonly Schema[] {
  const schemas = new Map<string, Schema & { readonly tables: Table[] }>();
  for (const [name, isReserved, table, isTableReserved, columns, indexes] of rows) {
    if (name == null) continue;
    const schema = schemas.get(name) ?? { name, isReserved: isReserved === "true", tables: [] };
    schemas.set(name, schema);
    if (table == null) continue;
    const described = parsed<[string, number, boolean, boolean]>(columns);
    schema.tables.push({
      name: table,
      isReserved: isTableReserved === "true",
      fields: rowFields(
        described.map(([column, type, isNullable]) => ({
          name: column,
          type: columnType(type),
          isNullable,
        })),
      ),
      unquoted: { insert: described.find(([, , , isColumnReserved]) => isColumnReserved)?.[0] },
      lookups: parsed<[string, boolean, (string | null)[]]>(indexes).map(
        ([index, isUnique, keys]) => ({ by: "index", name: index, isUnique, columns: keys }),
      ),
    });
  }
  return [...schemas.values()];
}

function parsed<T>(json: string | null | undefined): readonly T[] {
  return JSON.parse(json ?? "[]") as T[];
}
