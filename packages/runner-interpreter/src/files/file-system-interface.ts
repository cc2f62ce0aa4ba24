import { Declarations, identifier, isExpressible } from "@lutra/runner-core/source";
import type { FileSystem } from "./file-system.ts";
import type { ColumnType, StoredField, StoredTable } from "./parquet-format.ts";

/**
 * Lutra source that makes the Parquet files of a file system callable: a function per file, sorted by path.
 *
 * @throws Error for a file that cannot be read or has a column that Lutra has no type or name for
 * @see interpreter, section 7.10
 */
export function fileSystemInterface(fileSystem: FileSystem): string {
  const names = new Declarations();
  return fileSystem
    .list()
    .filter((path) => path.endsWith(".parquet"))
    .toSorted(byCodePoints)
    .map((path) => `\n${functionFor(path, openTable(fileSystem, path), names)}\n`)
    .join("");
}

function byCodePoints(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function openTable(fileSystem: FileSystem, path: string): StoredTable {
  try {
    return fileSystem.parquet.open(fileSystem.readFile(path));
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function functionFor(path: string, table: StoredTable, names: Declarations): string {
  const file = path.slice(path.lastIndexOf("/") + 1);
  const name = file.replace(/\..*$/s, "").replaceAll(" ", "_");
  const fields = table.fields.map((field, i) => {
    const type = typeText(field, field.name, 1);
    const shown = table.hasNulls(i) ? `enum {none, some: ${type}}` : type;
    return `  ${identifier(expressible(field.name))}: ${shown},\n`;
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
    const lines = fields.map(
      (field) =>
        `${indent}  ${identifier(expressible(field.name))}: ${typeText(field, `${place}.${field.name}`, depth + 1)},\n`,
    );
    return `{\n${lines.join("")}${indent}}`;
  }
  if (typeof type === "object") {
    throw new Error(`not implemented: ${type.unknown} type at field ${place}`);
  }
  return typeNames[type];
}

const typeNames: Readonly<Record<ColumnType, string>> = {
  bool: "Bool",
  int8: "Int8",
  int16: "Int16",
  int32: "Int32",
  int64: "Int64",
  uint8: "Uint8",
  uint16: "Uint16",
  uint32: "Uint32",
  uint64: "Uint64",
  float32: "Float32",
  float64: "Float64",
  text: "Text",
  date: "Date",
  time: "Time",
  timestamp: "Timestamp",
  duration: "Duration",
  decimal: "Decimal",
};

function expressible(name: string): string {
  if (!isExpressible(name)) throw new Error(`no Lutra name can be ${JSON.stringify(name)}`);
  return name;
}
