import type { Ty } from "@lutra/bin";
import { listOf, standard, tupleOf } from "./row-type.ts";

/** Executes a query whose rows have a type, and decodes them. */
export type ReadRows = <Row>(sql: string, row: Ty) => Promise<readonly Row[]>;

/** A schema of the current database. */
export interface Schema {
  readonly name: string;
  readonly tables: readonly Table[];
}

/** A table. */
export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly lookups: readonly Lookup[];
}

/** A column, also one of a file. */
export interface Column {
  readonly name: string;
  /** Its type in SQL. */
  readonly type: string;
  readonly nullable: boolean;
}

/** Columns that rows can be found by. */
export interface Lookup {
  readonly by: "constraint" | "index";
  readonly name: string;
  readonly isUnique: boolean;
  readonly columns: readonly string[];
}

/** Temporary tables are in a database of their own. */
const ours = "database_name IN (current_database(), 'temp')";

const schemasSql = `SELECT schema_name AS schema FROM duckdb_schemas()
  WHERE ${ours} AND (schema_name = 'main' OR NOT internal AND schema_name <> 'information_schema')
  GROUP BY schema_name ORDER BY schema_name <> 'main', schema_name`;

const columnsSql = `SELECT schema_name, table_name, column_name, data_type, is_nullable FROM duckdb_columns()
  JOIN (SELECT database_oid, table_oid FROM duckdb_tables() WHERE NOT internal AND ${ours})
  USING (database_oid, table_oid)
  ORDER BY schema_name, table_name, database_name = 'temp', table_oid, column_index`;

const constraintsSql = `SELECT schema_name, table_name, constraint_name, constraint_column_names
  FROM duckdb_constraints()
  WHERE ${ours} AND constraint_type IN ('PRIMARY KEY', 'UNIQUE') AND len(constraint_column_names) > 0
  ORDER BY schema_name, table_name, constraint_index`;

const indexesSql = `SELECT schema_name, table_name, index_name, is_unique, coalesce(sql, '')
  FROM duckdb_indexes() WHERE ${ours} ORDER BY schema_name, table_name, index_name`;

interface Place {
  readonly schema: string;
  readonly table: string;
}

const place = { schema: standard("Text"), table: standard("Text") };

/**
 * Reads the tables of the current database with their columns, keys and indexes.
 *
 * @see runner-duckdb, section 7.1
 */
export async function readCatalog(read: ReadRows): Promise<readonly Schema[]> {
  const schemas = await read<{ schema: string }>(schemasSql, tupleOf({ schema: standard("Text") }));
  const columns = await read<Place & Column>(
    columnsSql,
    tupleOf({
      ...place,
      name: standard("Text"),
      type: standard("Text"),
      nullable: standard("Bool"),
    }),
  );
  const constraints = await read<Place & { name: string; columns: readonly string[] }>(
    constraintsSql,
    tupleOf({ ...place, name: standard("Text"), columns: listOf(standard("Text")) }),
  );
  const indexes = await read<Place & { name: string; isUnique: boolean; sql: string }>(
    indexesSql,
    tupleOf({
      ...place,
      name: standard("Text"),
      isUnique: standard("Bool"),
      sql: standard("Text"),
    }),
  );
  const lookups: readonly (Place & Lookup)[] = [
    ...constraints.map((each) => ({ ...each, by: "constraint" as const, isUnique: true })),
    ...indexes.map((each) => ({ ...each, by: "index" as const, columns: indexColumns(each.sql) })),
  ];
  return schemas.map(({ schema }) => {
    const inSchema = columns.filter((column) => column.schema === schema);
    const names = [...new Set(inSchema.map(({ table }) => table))];
    const tables = names.map((name): Table => {
      const own = inSchema.filter(({ table }) => table === name);
      const isColumn = (column: string): boolean => own.some((each) => each.name === column);
      const at = (each: Place): boolean => each.schema === schema && each.table === name;
      // An expression is no column.
      const known = lookups.filter((each) => at(each) && each.columns.every(isColumn));
      return { name, columns: own, lookups: known };
    });
    return { name: schema, tables };
  });
}

/** The columns between the parentheses of `CREATE INDEX ... ON table(...)`. */
function indexColumns(sql: string): readonly string[] {
  const list = /\sON\s.*?\((.*?)\)/is.exec(sql)?.[1] ?? "";
  return list.split(",").map((name) =>
    name
      .trim()
      .replace(/^"(.*)"$/s, "$1")
      .replaceAll('""', '"'),
  );
}
