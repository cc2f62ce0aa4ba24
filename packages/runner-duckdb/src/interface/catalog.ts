import type { Lookup, RowField, Schema, Table } from "@lutra/runner-sql";
import { columnField } from "./column-type.ts";
import type { ReadRows } from "./read-rows.ts";
import { readReservedWords, unquotedIn } from "./reserved-words.ts";
import { listOf, standard, tupleOf } from "./row-type.ts";

/** Temporary tables are in a database of their own. */
const ours = "database_name IN (current_database(), 'temp')";

const schemasSql = `SELECT DISTINCT schema_name FROM duckdb_schemas()
  WHERE ${ours} AND (schema_name = 'main' OR NOT internal AND schema_name <> 'information_schema')
  ORDER BY schema_name <> 'main', schema_name`;

/** Names a table in what the other queries read. */
const tableId = "concat(database_name, '/', table_oid)";

// Of a temporary table and another one of the same name, SQL means the temporary one.
const tablesSql = `SELECT schema_name, table_name, ${tableId} FROM duckdb_tables()
  WHERE ${ours} AND NOT internal
  QUALIFY row_number() OVER (PARTITION BY schema_name, lower(table_name) ORDER BY database_name <> 'temp') = 1
  ORDER BY schema_name, table_name`;

const columnsSql = `SELECT ${tableId}, column_name, data_type, is_nullable FROM duckdb_columns()
  WHERE ${ours} ORDER BY table_oid, column_index`;

const constraintsSql = `SELECT ${tableId}, constraint_name, constraint_column_names FROM duckdb_constraints()
  WHERE ${ours} AND constraint_type IN ('PRIMARY KEY', 'UNIQUE') AND len(constraint_column_names) > 0
  ORDER BY table_oid, constraint_index`;

// The list is kept as text: names, in quotes where SQL needs them, and expressions in parentheses.
const indexesSql = `SELECT ${tableId}, index_name, is_unique, expressions::VARCHAR[] FROM duckdb_indexes()
  WHERE ${ours} ORDER BY table_oid, index_name`;

interface OfTable {
  readonly table: string;
}

interface ColumnRow extends OfTable {
  readonly name: string;
  readonly type: string;
  readonly isNullable: boolean;
}

const text = standard("Text");
const truth = standard("Bool");

/**
 * Reads the tables of the current database with their columns, keys and indexes.
 *
 * @see docs/spec/duckdb.md, "Interface of tables"
 */
export async function readCatalog(read: ReadRows): Promise<readonly Schema[]> {
  const schemas = await read<{ name: string }>(schemasSql, tupleOf({ name: text }));
  const tables = await read<{ schema: string; name: string; id: string }>(
    tablesSql,
    tupleOf({ schema: text, name: text, id: text }),
  );
  const columns = await read<ColumnRow>(
    columnsSql,
    tupleOf({ table: text, name: text, type: text, isNullable: truth }),
  );
  const lookups = await readLookups(read);
  const words = await readReservedWords(read);
  return schemas.map(({ name: schema }): Schema => {
    const inSchema = tables.filter((table) => table.schema === schema);
    return {
      name: schema,
      isReserved: words.noNames.has(schema),
      tables: inSchema.map(({ name, id }): Table => {
        const isOwn = ({ table }: OfTable): boolean => table === id;
        const fields = columns.filter(isOwn).map(rowField);
        return {
          name,
          isReserved: words.noNames.has(name),
          fields,
          unquoted: unquotedIn(fields, words),
          lookups: lookups.filter(isOwn).map((lookup) => withNames(lookup, fields)),
        };
      }),
    };
  });
}

function rowField({ name, type, isNullable }: ColumnRow): RowField {
  return { ...columnField(name, type, isNullable), column: name };
}

async function readLookups(read: ReadRows): Promise<readonly (Lookup & OfTable)[]> {
  const constraints = await read<OfTable & { name: string; columns: readonly string[] }>(
    constraintsSql,
    tupleOf({ table: text, name: text, columns: listOf(text) }),
  );
  const indexes = await read<
    OfTable & { name: string; isUnique: boolean; columns: readonly string[] }
  >(indexesSql, tupleOf({ table: text, name: text, isUnique: truth, columns: listOf(text) }));
  return [
    ...constraints.map((each) => ({ ...each, by: "constraint" as const, isUnique: true })),
    ...indexes.map((each) => ({
      ...each,
      by: "index" as const,
      columns: each.columns.map(indexedColumn),
    })),
  ];
}

/** Returns the name of an index's column, or `null` for an expression. */
function indexedColumn(item: string): string | null {
  const [, quoted, plain] = /^(?:"((?:[^"]|"")*)"|(\w+))$/s.exec(item) ?? [];
  return quoted?.replaceAll('""', '"') ?? plain ?? null;
}

/**
 * Gives a lookup the names of the table's columns: an index keeps those of its own statement, whose case may differ.
 */
function withNames(lookup: Lookup, fields: readonly RowField[]): Lookup {
  const columns = lookup.columns.map((column) => {
    const field = fields.find(({ name }) => name.toLowerCase() === column?.toLowerCase());
    return field?.name ?? null;
  });
  return { ...lookup, columns };
}
