import type { Column, ReadRows } from "./catalog.ts";
import { NameError, nameText } from "./name-text.ts";
import { standard, tupleOf } from "./row-type.ts";
import { columnText } from "./table-source.ts";

/**
 * Lutra source that reads the Parquet files below a folder: a function for each, sorted by path.
 *
 * Columns are options where some row is NULL. Files that cannot be read, or have names that Lutra cannot write, are
 * left out.
 *
 * @param folder the folder that paths count from
 * @see interpreter, section 7.10
 */
export async function fileSource(read: ReadRows, folder: string): Promise<string> {
  const root = folder.endsWith("/") ? folder : `${folder}/`;
  const files = await read<{ file: string }>(
    `SELECT file FROM glob(${sqlText(`${withoutPatterns(root)}**/*.parquet`)}) ORDER BY file`,
    tupleOf({ file: standard("Text") }),
  );
  let source = "";
  for (const { file } of files) {
    // Our own functions stay inside, wherever a pattern may lead.
    if (!file.startsWith(root) || file.split("/").includes("..")) continue;
    source += await functionFor(read, file, file.slice(root.length));
  }
  return source;
}

async function functionFor(read: ReadRows, file: string, path: string): Promise<string> {
  const from = `read_parquet(${sqlText(withoutPatterns(file))})`;
  try {
    const columns = await columnsOf(read, from);
    const fields = columns.map((each) => `  ${nameText(each.name)}: ${columnText(each)},\n`);
    const stem = path.slice(path.lastIndexOf("/") + 1).replace(/\..*$/s, "");
    const name = nameText(stem.replaceAll(/[/ ]/g, "_"));
    const call = `std::fs::read_parquet(${JSON.stringify(path)})`;
    return `\nfunc ${name}(): [{\n${fields.join("")}}] -> ${call}\n`;
  } catch (error) {
    if (error instanceof NameError || isUnreadable(error)) return "";
    throw error;
  }
}

async function columnsOf(read: ReadRows, from: string): Promise<readonly Column[]> {
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
  return described.map((column, i) => ({ ...column, nullable: nulls?.[`column${i}`] ?? false }));
}

/** A file that is no Parquet, or went away. */
function isUnreadable(error: unknown): boolean {
  return error instanceof Error && /\b(?:Invalid Input|IO) Error\b/i.test(error.message);
}

function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A path that is no pattern, whatever it contains. */
function withoutPatterns(path: string): string {
  return path.replaceAll(/[*?[]/g, "[$&]");
}
