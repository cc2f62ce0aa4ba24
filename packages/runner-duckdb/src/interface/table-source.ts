import type { Column, Lookup, Schema, Table } from "./catalog.ts";
import { lineText, NameError, nameText, pascalCase, snakeCase } from "./name-text.ts";
import { typeText } from "./type-text.ts";

/**
 * Lutra source that reads and writes tables: a module for each schema but `main`, whose tables are at the top.
 *
 * Tables with names that Lutra cannot write are left out.
 *
 * @see runner-postgres, section 7.4; runner-duckdb, section 7
 */
export function tableSource(schemas: readonly Schema[]): string {
  return schemas
    .map(({ name, tables }) => {
      const path = name === "main" ? "" : `${name}/`;
      const content = tables.map((table) => sourceOf(table, `${path}${table.name}`)).join("");
      return name === "main" ? content : moduleOf(name, content);
    })
    .join("");
}

function moduleOf(name: string, content: string): string {
  return writable(() => {
    const lines = content.split("\n").map((line) => (line === "" ? "" : `  ${line}`));
    return `\nmodule ${nameText(name)} {\n${lines.join("\n")}}\n`;
  });
}

function sourceOf(table: Table, path: string): string {
  return writable(() => {
    const { name, columns } = table;
    const shown = lineText(name);
    const row = rowName(name);
    const literal = JSON.stringify(path);
    const fields = columns.map((each) => `${nameText(each.name)}: ${columnText(each)}`);
    return `
## Row of table ${shown}
type ${row}: {${fields.join(", ")}}
## Read from table ${shown}
func ${functionName("from", name)}(): [${row}] -> std::sql::from(${literal})
## Write into table ${shown}
func ${functionName("insert", name)}(values: [${row}]) -> std::sql::insert(values, ${literal})
${table.lookups.map((lookup) => lookupOf(table, lookup, row)).join("")}`;
  });
}

function lookupOf({ name, columns }: Table, lookup: Lookup, row: string): string {
  const found = lookup.columns.flatMap((key) => columns.filter((each) => each.name === key));
  // An option is not equal to any of its values.
  if (found.some(({ nullable }) => nullable)) return "";
  const keys = found.map((column) => ({
    text: nameText(column.name),
    type: typeText(column.type),
  }));
  const by = lookup.columns.map(snakeCase).join("_and_");
  const parameters = keys.map(({ text, type }) => `${text}: ${type}`).join(", ");
  const equal = keys.map(({ text }) => `x.${text} == ${text}`).join(" && ");
  const [type, find] = lookup.isUnique
    ? [`enum {none, some: ${row}}`, "find"]
    : [`[${row}]`, "filter"];
  return `## Lookup in ${lineText(name)} by ${lookup.by} ${lineText(lookup.name)}
func ${nameText(`from_${snakeCase(name)}_by_${by}`)}(${parameters}): ${type} -> (
  ${functionName("from", name)}() | std::${find}(x -> ${equal})
)
`;
}

/** The type of a column, an option if it may be NULL. */
export function columnText({ type, nullable }: Column): string {
  return nullable ? `enum {none, some: ${typeText(type)}}` : typeText(type);
}

function rowName(table: string): string {
  const singular = table.endsWith("s") ? pascalCase(table.slice(0, -1)) : "";
  // Of `s` and `_s` nothing would be left.
  return nameText(singular === "" ? `${pascalCase(table)}Row` : singular);
}

function functionName(verb: string, table: string): string {
  return nameText(`${verb}_${snakeCase(table)}`);
}

function writable(source: () => string): string {
  try {
    return source();
  } catch (error) {
    if (error instanceof NameError) return "";
    throw error;
  }
}
