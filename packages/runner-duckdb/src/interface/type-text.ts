import { nameText } from "./name-text.ts";

/**
 * The Lutra type of a DuckDB type, both as text. Types that Lutra does not have become `Text`: cast such columns in SQL.
 *
 * @see runner-duckdb, section 7.2
 */
export function typeText(type: string): string {
  if (type.startsWith("STRUCT(") && type.endsWith(")")) {
    const fields = splitFields(type.slice("STRUCT(".length, -1)).map(fieldText);
    return `{${fields.join(", ")}}`;
  }
  if (type.endsWith("[]")) return `[${typeText(type.slice(0, -2))}]`;
  const name = type.toUpperCase();
  if (/^(?:DECIMAL|NUMERIC)/.test(name)) return "Decimal";
  return typeNames.get(name) ?? "Text";
}

const typeNames: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ["BOOLEAN", "Bool"],
  ["BOOL", "Bool"],
  ["TINYINT", "Int8"],
  ["INT1", "Int8"],
  ["SMALLINT", "Int16"],
  ["INT2", "Int16"],
  ["INTEGER", "Int32"],
  ["INT", "Int32"],
  ["INT4", "Int32"],
  ["BIGINT", "Int64"],
  ["INT8", "Int64"],
  ["UTINYINT", "Uint8"],
  ["UINT8", "Uint8"],
  ["USMALLINT", "Uint16"],
  ["UINT16", "Uint16"],
  ["UINTEGER", "Uint32"],
  ["UINT32", "Uint32"],
  ["UBIGINT", "Uint64"],
  ["UINT64", "Uint64"],
  ["FLOAT", "Float32"],
  ["FLOAT4", "Float32"],
  ["REAL", "Float32"],
  ["DOUBLE", "Float64"],
  ["FLOAT8", "Float64"],
  ["DATE", "Date"],
  ["TIME", "Time"],
  ["TIME WITHOUT TIME ZONE", "Time"],
  ["TIMESTAMP", "Timestamp"],
  ["TIMESTAMP WITHOUT TIME ZONE", "Timestamp"],
  ["DATETIME", "Timestamp"],
]);

/** Splits at commas that are neither in parentheses nor in a quoted name. */
function splitFields(text: string): readonly string[] {
  const fields: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: found, index } of text.matchAll(/"(?:[^"]|"")*"|'(?:[^']|'')*'|[(),]/g)) {
    if (found === "(") depth++;
    else if (found === ")") depth--;
    else if (found === "," && depth === 0) {
      fields.push(text.slice(start, index));
      start = index + 1;
    }
  }
  return [...fields, text.slice(start)].map((field) => field.trim());
}

function fieldText(field: string): string {
  const [, quoted, plain, type = ""] = /^(?:"((?:[^"]|"")*)"|(\S+))\s+(.*)$/s.exec(field) ?? [];
  return `${nameText(quoted?.replaceAll('""', '"') ?? plain ?? field)}: ${typeText(type)}`;
}
