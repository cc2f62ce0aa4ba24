/** Lutra types of the server's own types, by object identifier. Other columns are read as text. */
const typeNames: Readonly<Record<number, string>> = {
  16: "Bool",
  20: "Int64",
  21: "Int16",
  23: "Int32",
  26: "Int32",
  700: "Float32",
  701: "Float64",
  1082: "Date",
  1083: "Time",
  1114: "Timestamp",
  1700: "Decimal",
};

/**
 * Returns the Lutra type of a column's values.
 *
 * @see docs/spec/postgres.md, "Interface of tables"
 */
export function columnType(objectId: number): string {
  return typeNames[objectId] ?? "Text";
}
