import type { Column, Index, Table } from "./catalog.ts";
import { columnType } from "./column-type.ts";
import { Declarations, identifier } from "./identifier.ts";
import { rowTypeName, snakeCase } from "./names.ts";
import { type RowField, rowFields } from "./row-fields.ts";

/**
 * The declarations of one table, as lines of Lutra source behind an empty one.
 *
 * @param path what `std::sql` finds the table by: `t`, or `schema/t`
 */
export function tableSource(table: Table, path: string, declarations: Declarations): string[] {
  const { name } = table;
  const stem = rowTypeName(name);
  const rowType = declarations.declare(stem, `${stem}Row`);
  const from = declarations.declare(`from_${snakeCase(name)}`);
  const fields = rowFields(table.columns);
  const place = JSON.stringify(path);
  const lines = [
    "",
    `## Row of table ${name}`,
    `type ${rowType}: ${tupleType(fields)}`,
    `## Read from table ${name}`,
    `func ${from}(): [${rowType}] -> std::sql::from(${place})`,
  ];
  const reserved = table.columns.find((column) => column.reserved);
  if (reserved === undefined) {
    const insert = declarations.declare(`insert_${snakeCase(name)}`);
    lines.push(
      `## Write into table ${name}`,
      `func ${insert}(values: [${rowType}]) -> std::sql::insert(values, ${place})`,
    );
  } else {
    lines.push(`# It cannot be written: Lutra does not quote its column ${reserved.name} there`);
  }
  const keys = keysOf(fields);
  for (const index of table.indexes) {
    const columns = index.columns.map((column) => keys.get(column ?? ""));
    // An expression has no field to compare.
    if (columns.length === 0 || columns.includes(undefined)) continue;
    const lookup = { index, columns: columns as Key[], table: name, from, rowType };
    lines.push(...lookupSource(lookup, declarations));
  }
  return lines;
}

/** A column that an index is over. */
interface Key {
  readonly column: Column;
  /** How to get at it in a row: `addr.street`. */
  readonly access: string;
}

function keysOf(
  fields: readonly RowField[],
  prefix: string = "",
  keys: Map<string, Key> = new Map(),
): ReadonlyMap<string, Key> {
  const seen = new Set<string>();
  for (const field of fields) {
    // Of fields that share a name, Lutra finds the first.
    if (seen.has(field.name)) continue;
    seen.add(field.name);
    const access = `${prefix}${identifier(field.name)}`;
    if ("column" in field) keys.set(field.column.name, { column: field.column, access });
    else keysOf(field.fields, `${access}.`, keys);
  }
  return keys;
}

interface Lookup {
  readonly index: Index;
  readonly columns: readonly Key[];
  readonly table: string;
  readonly from: string;
  readonly rowType: string;
}

function lookupSource(lookup: Lookup, declarations: Declarations): string[] {
  const { index, columns, table, from, rowType } = lookup;
  const names = columns.map(({ column }) => snakeCase(column.name));
  const name = declarations.declare(`from_${snakeCase(table)}_by_${names.join("_and_")}`);
  // A parameter must hide neither what the function calls nor another one, and the row none of them.
  const locals = new Declarations(from);
  const parameters = columns.map(({ column }) => locals.declare(column.name.replaceAll(".", "_")));
  const row = locals.declare("x", "row");
  const declared = columns.map(({ column }, i) => `${parameters[i]}: ${fieldType(column)}`);
  const equal = columns.map(({ access }, i) => `${row}.${access} == ${parameters[i]}`);
  const result = index.unique ? `enum {none, some: ${rowType}}` : `[${rowType}]`;
  const search = index.unique ? "find" : "filter";
  return [
    `## Lookup in ${table} by index ${oneLine(index.name)}`,
    `func ${name}(${declared.join(", ")}): ${result} -> (`,
    `  ${from}() | std::${search}(${row} -> ${equal.join(" && ")})`,
    ")",
  ];
}

/** A name for a comment, which ends with its line. */
function oneLine(name: string): string {
  // oxlint-disable-next-line no-control-regex
  return name.replaceAll(/[\u0000-\u001f\u007f]+/g, " ");
}

function tupleType(fields: readonly RowField[]): string {
  const types = fields.map((field) => {
    const type = "column" in field ? fieldType(field.column) : tupleType(field.fields);
    return `${identifier(field.name)}: ${type}`;
  });
  return `{${types.join(", ")}}`;
}

function fieldType({ type, nullable }: Column): string {
  return nullable ? `enum {none, some: ${columnType(type)}}` : columnType(type);
}
