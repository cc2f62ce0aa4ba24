import { type Declarations, isExpressible } from "@lutra/runner-core/source";
import { areExpressible, fieldSource, type RowField } from "@lutra/runner-sql";
import { columnField } from "./column-type.ts";
import type { ReadRows } from "./read-rows.ts";
import { standard, tupleOf } from "./row-type.ts";

/**
 * Returns Lutra source that reads the Parquet files below a folder: a function for each, sorted by path.
 *
 * Columns are options where some row is NULL. Files that cannot be read are left out; those with names that Lutra cannot
 * write are named in a comment.
 *
 * @param folder the folder that paths count from
 * @param top names that are taken beside the functions
 * @see docs/spec/interpreter.md, "Files"
 */
export async function fileSource(
  read: ReadRows,
  folder: string,
  top: Declarations,
): Promise<string> {
  const root = folder.endsWith("/") ? folder : `${folder}/`;
  const files = await read<{ file: string }>(
    `SELECT file FROM glob(${sqlText(`${withoutPatterns(root)}**/*.parquet`)}) ORDER BY file`,
    tupleOf({ file: standard("Text") }),
  );
  let source = "";
  for (const { file } of files) {
    // Our own functions stay inside, wherever a pattern may lead.
    if (!file.startsWith(root) || file.split("/").includes("..")) continue;
    const fields = await fieldsOf(read, `read_parquet(${sqlText(withoutPatterns(file))})`);
    if (fields !== undefined) source += functionSource(file.slice(root.length), fields, top);
  }
  return source;
}

function functionSource(path: string, fields: readonly RowField[], top: Declarations): string {
  const file = path.slice(path.lastIndexOf("/") + 1);
  const name = file.replace(/\..*$/s, "").replaceAll(" ", "_");
  if (!isExpressible(name) || !areExpressible(fields)) {
    return `\n# File ${JSON.stringify(path)} is left out: Lutra cannot write its names\n`;
  }
  const lines = fields.map((field) => `  ${fieldSource(field)},\n`).join("");
  const call = `std::fs::read_parquet(${JSON.stringify(path)})`;
  return `\nfunc ${top.declare(name)}(): [{\n${lines}}] -> ${call}\n`;
}

/** Returns the fields of a file's rows; undefined for a file that is not in Parquet's format, or was removed. */
async function fieldsOf(read: ReadRows, from: string): Promise<readonly RowField[] | undefined> {
  try {
    const columns = await columnsOf(read, from);
    return columns.map(({ name, type, isNullable }) => columnField(name, type, isNullable));
  } catch (error) {
    if (isUnreadable(error)) return undefined;
    throw error;
  }
}

interface FileColumn {
  readonly name: string;
  /** Its type in SQL. */
  readonly type: string;
  readonly isNullable: boolean;
}

async function columnsOf(read: ReadRows, from: string): Promise<readonly FileColumn[]> {
  const described = await read<{ name: string; type: string }>(
    `SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM ${from})`,
    tupleOf({ name: standard("Text"), type: standard("Text") }),
  );
  const tests = described.map(({ name }) => `coalesce(bool_or(${sqlName(name)} IS NULL), false)`);
  const types = Object.fromEntries(described.map((_, i) => [`column${i}`, standard("Bool")]));
  const [nulls] = await read<Readonly<Record<string, boolean>>>(
    `SELECT ${tests.join(", ")} FROM ${from}`,
    tupleOf(types),
  );
  return described.map((column, i) => ({ ...column, isNullable: nulls![`column${i}`]! }));
}

function isUnreadable(error: unknown): boolean {
  return error instanceof Error && /\b(?:Invalid Input|IO) Error\b/i.test(error.message);
}

function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Escapes a path, so that nothing in it is a pattern. */
function withoutPatterns(path: string): string {
  return path.replaceAll(/[*?[]/g, "[$&]");
}
