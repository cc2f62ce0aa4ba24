import type { FieldType, RowField } from "@lutra/runner-sql";

/**
 * Returns the field of a column.
 *
 * A STRUCT that may be NULL is a tuple of options: the compiler reads an option of a tuple as a UNION, which it is not.
 */
export function columnField(name: string, sqlType: string, isNullable: boolean): RowField {
  const type = columnType(sqlType);
  return isNullable
    ? optional({ name, type, isOptional: false })
    : { name, type, isOptional: false };
}

function optional(field: RowField): RowField {
  const { type } = field;
  if (typeof type === "string" || "item" in type) return { ...field, isOptional: true };
  return { ...field, type: { fields: type.fields.map(optional) } };
}

/**
 * Returns the Lutra type of a column's values, from the text of its type. Types that Lutra does not have become `Text`:
 * cast such columns in SQL.
 *
 * @see docs/spec/duckdb.md, "Interface of tables"
 */
export function columnType(type: string): FieldType {
  if (type.startsWith("STRUCT(") && type.endsWith(")")) {
    return { fields: splitList(type.slice("STRUCT(".length, -1)).map(member) };
  }
  if (type.endsWith("[]")) return { item: columnType(type.slice(0, -2)) };
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

/** Parses a member of a STRUCT: `name TYPE` or `"name" TYPE`. */
function member(text: string): RowField {
  const [, quoted, plain, type = ""] = /^(?:"((?:[^"]|"")*)"|(\S+))\s+(.*)$/s.exec(text) ?? [];
  const name = quoted?.replaceAll('""', '"') ?? plain ?? text;
  return { name, type: columnType(type), isOptional: false };
}

/** Splits at commas that are neither in parentheses nor in quotes. */
function splitList(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: found, index } of text.matchAll(/"(?:[^"]|"")*"|'(?:[^']|'')*'|[(),]/g)) {
    if (found === "(") depth++;
    else if (found === ")") depth--;
    else if (found === "," && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  return [...parts, text.slice(start)].map((part) => part.trim());
}
