import { Declarations } from "@lutra/runner-core/source";
import type { Schema, Table } from "./schema.ts";
import { tableSource } from "./table-source.ts";
import { areExpressible, isSqlName } from "./type-source.ts";

/**
 * Returns Lutra source of tables: for each the type of its rows, functions to read and to write it, and one for each lookup.
 *
 * Tables and schemas whose names Lutra cannot write are left out, and named in a comment.
 *
 * @param main the schema whose tables are at the top; the others are modules
 * @param top names that are taken beside them
 * @see docs/spec/sql.md, "Interface"
 */
export function interfaceSource(
  schemas: readonly Schema[],
  main: string,
  top: Declarations = new Declarations(),
): string {
  return schemas
    .flatMap((schema) => (schema.name === main ? mainLines(schema, top) : moduleLines(schema, top)))
    .map((line) => `${line}\n`)
    .join("");
}

function mainLines({ name, tables }: Schema, declarations: Declarations): string[] {
  return tables.flatMap((table) => {
    // The first slash ends the schema's name, if there is one. After a schema, a reserved word is a name.
    const isQualified = table.name.includes("/") || table.isReserved;
    return tableLines(table, isQualified ? `${name}/${table.name}` : table.name, declarations);
  });
}

function moduleLines({ name, isReserved, tables }: Schema, top: Declarations): string[] {
  if (!isSqlName(name) || name.includes("/") || isReserved) {
    return leftOut(`Schema ${JSON.stringify(name)} is left out: Lutra cannot write its name`);
  }
  const declarations = new Declarations();
  const lines = tables.flatMap((table) => tableLines(table, `${name}/${table.name}`, declarations));
  const indented = lines.map((line) => (line === "" ? "" : `  ${line}`));
  return ["", `module ${top.declare(name)} {`, ...indented, "}"];
}

function tableLines(table: Table, path: string, declarations: Declarations): string[] {
  const { name, fields, unquoted } = table;
  const problem =
    !isSqlName(name) || !areExpressible(fields)
      ? "cannot write its names"
      : unquoted?.read !== undefined && `does not quote its field ${unquoted.read}`;
  if (!problem) return tableSource(table, path, declarations);
  return leftOut(`Table ${JSON.stringify(name)} is left out: Lutra ${problem}`);
}

/** Returns a plain comment: a docblock would need a declaration to belong to. */
function leftOut(notice: string): string[] {
  return ["", `# ${notice}`];
}
