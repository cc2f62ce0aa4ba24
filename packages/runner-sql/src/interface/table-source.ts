import { Declarations, identifier } from "@lutra/runner-core/source";
import { rowTypeName, snakeCase } from "./names.ts";
import type { RowField, Lookup, Table } from "./schema.ts";
import { fieldTypeSource, typeSource } from "./type-source.ts";

/**
 * Returns the declarations of one table, as lines of Lutra source after an empty one.
 *
 * @param path name by which `std::sql` finds the table: `t`, or `schema/t`
 */
export function tableSource(table: Table, path: string, declarations: Declarations): string[] {
  const { name, fields, unquoted = {} } = table;
  const stem = rowTypeName(name);
  const rowType = declarations.declare(stem, `${stem}Row`);
  const from = declarations.declare(`from_${snakeCase(name)}`);
  const place = JSON.stringify(path);
  const lines = [
    "",
    `## Row of table ${name}`,
    `type ${rowType}: ${typeSource({ fields })}`,
    `## Read from table ${name}`,
    `func ${from}(): [${rowType}] -> std::sql::from(${place})`,
  ];
  if (unquoted.insert === undefined) {
    const insert = declarations.declare(`insert_${snakeCase(name)}`);
    lines.push(
      `## Write into table ${name}`,
      `func ${insert}(values: [${rowType}]) -> std::sql::insert(values, ${place})`,
    );
  } else {
    lines.push(`# It cannot be written: Lutra does not quote its column ${unquoted.insert} there`);
  }
  const keys = keysOf(fields);
  for (const lookup of table.lookups) {
    const columns = lookup.columns.map((column) => keys.get(column ?? ""));
    // An expression has no field to compare.
    if (columns.length === 0 || columns.includes(undefined)) continue;
    const isUnique = lookup.isUnique && unquoted.find === undefined;
    const found = {
      lookup: { ...lookup, isUnique },
      keys: columns as Key[],
      table: name,
      from,
      rowType,
    };
    lines.push(...lookupSource(found, declarations));
  }
  return lines;
}

/** A column that rows are found by. */
interface Key {
  readonly column: string;
  readonly field: RowField;
  /** Expression that reads it from a row: `addr.street`. */
  readonly access: string;
}

function keysOf(
  fields: readonly RowField[],
  prefix: string = "",
  keys: Map<string, Key> = new Map(),
): ReadonlyMap<string, Key> {
  const seen = new Set<string>();
  for (const field of fields) {
    const { name, type, column } = field;
    // Of fields that share a name, Lutra finds the first.
    if (seen.has(name)) continue;
    seen.add(name);
    const access = `${prefix}${identifier(name)}`;
    if (column !== undefined) keys.set(column, { column, field, access });
    else if (typeof type === "object" && "fields" in type) keysOf(type.fields, `${access}.`, keys);
  }
  return keys;
}

interface Found {
  readonly lookup: Lookup;
  readonly keys: readonly Key[];
  readonly table: string;
  readonly from: string;
  readonly rowType: string;
}

function lookupSource(
  { lookup, keys, table, from, rowType }: Found,
  declarations: Declarations,
): string[] {
  const names = keys.map(({ column }) => snakeCase(column));
  const name = declarations.declare(`from_${snakeCase(table)}_by_${names.join("_and_")}`);
  // A parameter must hide neither what the function calls nor another one, and the row none of them.
  const locals = new Declarations(from);
  const parameters = keys.map(({ column }) => locals.declare(column.replaceAll(".", "_")));
  const row = locals.declare("x", "row");
  const declared = keys.map(({ field }, i) => `${parameters[i]}: ${fieldTypeSource(field)}`);
  const equal = keys.map(({ access }, i) => `${row}.${access} == ${parameters[i]}`);
  const result = lookup.isUnique ? `enum {none, some: ${rowType}}` : `[${rowType}]`;
  const search = lookup.isUnique ? "find" : "filter";
  return [
    `## Lookup in ${table} by ${lookup.by} ${oneLine(lookup.name)}`,
    `func ${name}(${declared.join(", ")}): ${result} -> (`,
    `  ${from}() | std::${search}(${row} -> ${equal.join(" && ")})`,
    ")",
  ];
}

/** Returns a name for a comment, which ends with its line. */
function oneLine(name: string): string {
  // oxlint-disable-next-line no-control-regex -- the code replaces them
  return name.replaceAll(/[\u0000-\u001f\u007f]+/g, " ");
}
