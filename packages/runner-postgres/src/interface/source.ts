import type { Schema, Table } from "./catalog.ts";
import { Declarations, isExpressible } from "./identifier.ts";
import { tableSource } from "./table-source.ts";

/**
 * Lutra source of the tables: for each the type of its rows, functions to read and to write it, and one for each index to
 * look rows up.
 *
 * A table with a name that Lutra has no way to write is named in a comment and left out.
 *
 * @see runner-postgres, section 7.4
 */
export function interfaceSource(schemas: readonly Schema[]): string {
  // Modules stand beside what `public` declares.
  const top = new Declarations();
  return schemas
    .flatMap((schema) => schemaLines(schema, top))
    .map((line) => `${line}\n`)
    .join("");
}

function schemaLines({ name, reserved, tables }: Schema, top: Declarations): string[] {
  const isPublic = name === "public";
  const declarations = isPublic ? top : new Declarations();
  const lines = tables.flatMap((table) => {
    if (!isPublic) return tableLines(table, `${name}/${table.name}`, declarations);
    // The first slash ends the schema's name, if there is one. Behind a schema, a reserved word is a name.
    const qualified = table.name.includes("/") || table.reserved;
    const path = qualified ? `public/${table.name}` : table.name;
    return tableLines(table, path, declarations);
  });
  if (isPublic) return lines;
  if (!isExpressible(name) || name.includes("/") || reserved) {
    return leftOut(`Schema ${JSON.stringify(name)} is left out: Lutra cannot write its name`);
  }
  const indented = lines.map((line) => (line === "" ? "" : `  ${line}`));
  return ["", `module ${top.declare(name)} {`, ...indented, "}"];
}

function tableLines(table: Table, path: string, declarations: Declarations): string[] {
  const names = [table.name, ...table.columns.flatMap(({ name }) => name.split("."))];
  if (names.every(isExpressible)) return tableSource(table, path, declarations);
  return leftOut(`Table ${JSON.stringify(table.name)} is left out: Lutra cannot write its names`);
}

/** A plain comment: one with two signs needs a declaration to belong to. */
function leftOut(notice: string): string[] {
  return ["", `# ${notice}`];
}
