import { Declarations, identifier, isExpressible } from "@lutra/runner-core/source";
import { errorMessage } from "@lutra/runner-core/transport";
import type { FileSystem } from "./file-system.ts";
import type { StoredField, StoredTable } from "./parquet-format.ts";

/**
 * Returns Lutra source that makes the Parquet files of a file system callable: a function per file, sorted by path.
 *
 * A file that cannot be read, or has a column that Lutra has no type or name for, is named in a comment and left out.
 *
 * @throws what the file system throws if it cannot list its files
 * @see docs/spec/interpreter.md, "Files"
 */
export function fileSystemInterface(fileSystem: FileSystem): string {
  const names = new Declarations();
  return fileSystem
    .list()
    .filter((path) => path.endsWith(".parquet"))
    .toSorted(byCodePoints)
    .map((path) => `\n${declarationOf(path, fileSystem, names)}\n`)
    .join("");
}

function declarationOf(path: string, fileSystem: FileSystem, names: Declarations): string {
  try {
    return functionFor(path, fileSystem.parquet.open(fileSystem.readFile(path)), names);
  } catch (error) {
    return oneLine(`# File ${JSON.stringify(path)} is left out: ${errorMessage(error).display}`);
  }
}

/** Replaces what could end a comment or move what a terminal shows. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ");
}

function byCodePoints(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function functionFor(path: string, table: StoredTable, names: Declarations): string {
  const file = path.slice(path.lastIndexOf("/") + 1);
  const name = file.slice(0, file.indexOf(".")).replaceAll(" ", "_");
  const labels = distinctNames(table.fields);
  const fields = table.fields.map((field, i) => {
    const type = typeText(field, field.name, 1);
    const shown = table.hasNulls(i) ? `enum {none, some: ${type}}` : type;
    return `  ${labels[i]}: ${shown},\n`;
  });
  const call = `std::fs::read_parquet(${JSON.stringify(path)})`;
  return `func ${names.declare(expressible(name))}(): [{\n${fields.join("")}}] -> ${call}`;
}

function typeText(field: StoredField, place: string, depth: number): string {
  const type = singleTypeText(field, place, depth);
  return field.repetition === "repeated" ? `[${type}]` : type;
}

function singleTypeText({ type, fields }: StoredField, place: string, depth: number): string {
  if (type === "list") {
    return `[${fields.map((item) => typeText(item, place, depth)).join("")}]`;
  }
  if (type === "group") {
    const indent = "  ".repeat(depth);
    const labels = distinctNames(fields);
    const lines = fields.map((field, i) => {
      const text = typeText(field, `${place}.${field.name}`, depth + 1);
      return `${indent}  ${labels[i]}: ${text},\n`;
    });
    return `{\n${lines.join("")}${indent}}`;
  }
  if (typeof type === "object") {
    throw new Error(`not implemented: ${type.unknown} type at field ${place}`);
  }
  // Standard types have the names of column types, but for the case of the first letter.
  return type.charAt(0).toUpperCase() + type.slice(1);
}

/** Returns the names of the fields of one tuple as source. Equal ones get numbers: fields are read by position. */
function distinctNames(fields: readonly StoredField[]): string[] {
  const taken = new Set(fields.map(({ name }) => name));
  const seen = new Set<string>();
  return fields.map(({ name }) => {
    let distinct = expressible(name);
    if (seen.has(distinct)) {
      let number = 2;
      while (taken.has(`${name}${number}`)) number++;
      distinct = `${name}${number}`;
      taken.add(distinct);
    }
    seen.add(distinct);
    return identifier(distinct);
  });
}

function expressible(name: string): string {
  if (!isExpressible(name)) throw new Error(`no Lutra name can be ${JSON.stringify(name)}`);
  return name;
}
