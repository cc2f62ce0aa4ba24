import { quotedWords, type RowField, type Unquoted } from "@lutra/runner-sql";
import type { ReadRows } from "./read-rows.ts";
import { standard, tupleOf } from "./row-type.ts";

/** Words that mean something to DuckDB where the compiler writes them without quotes. */
export interface ReservedWords {
  /** Words that are no names of schemas, tables, columns, and of members of a STRUCT type. */
  readonly noNames: ReadonlySet<string>;
  /** Words that are no names of arguments, by which STRUCT values are made. */
  readonly noArguments: ReadonlySet<string>;
}

/** Names everywhere, though their category says otherwise. */
const names = ["columns", "generated", "map", "struct", "try_cast"];

/** Reads the words that the database's SQL reserves. */
export async function readReservedWords(read: ReadRows): Promise<ReservedWords> {
  const keywords = await read<{ word: string; category: string }>(
    "SELECT keyword_name, keyword_category FROM duckdb_keywords() WHERE keyword_category <> 'unreserved'",
    tupleOf({ word: standard("Text"), category: standard("Text") }),
  );
  const unquoted = keywords.filter(({ word }) => ![...quotedWords, ...names].includes(word));
  const except = (category: string): ReadonlySet<string> =>
    new Set(unquoted.filter((each) => each.category !== category).map(({ word }) => word));
  return { noNames: except("column_name"), noArguments: except("type_function") };
}

/**
 * Returns the names that keep rows from being read, inserted or found. Reading makes a STRUCT of each that is a field;
 * inserting writes the columns and the type of the rows; finding one row does all of that, and makes a STRUCT of the
 * row.
 */
export function unquotedIn(fields: readonly RowField[], words: ReservedWords): Unquoted {
  const name = namesIn(fields).find((each) => words.noNames.has(each));
  const isNoArgument = (each: string): boolean => words.noArguments.has(each);
  return {
    read: madeStructs(fields).find(isNoArgument),
    insert: name,
    find: name ?? fields.map((field) => field.name).find(isNoArgument),
  };
}

/** Returns the names of fields at any depth. */
function namesIn(fields: readonly RowField[]): readonly string[] {
  return fields.flatMap(({ name, type: outer }) => {
    let type = outer;
    while (typeof type === "object" && "item" in type) type = type.item;
    return typeof type === "string" ? [name] : [name, ...namesIn(type.fields)];
  });
}

/** Returns the names of members of the STRUCTs that a statement makes for fields. It passes lists on as they are. */
function madeStructs(fields: readonly RowField[]): readonly string[] {
  return fields.flatMap(({ type }) =>
    typeof type === "object" && "fields" in type
      ? [...type.fields.map(({ name }) => name), ...madeStructs(type.fields)]
      : [],
  );
}
