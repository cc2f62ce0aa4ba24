import type { StoredField, StoredValue } from "../files/parquet-format.ts";
import { positionName } from "./column-node.ts";
import { columnValue } from "./column-values.ts";

/**
 * Turns what a column holds in a row into a value of the field's type.
 *
 * @throws Error if it does not fit the type, as in a damaged file
 */
export function storedValue(field: StoredField, stored: unknown): StoredValue {
  // Below a list or group that is absent there is nothing at all.
  const isAbsent = stored === null || stored === undefined;
  if (field.repetition === "optional" && isAbsent) return null;
  if (field.repetition === "repeated") {
    return itemsOf(field, stored).map((item) => singleValue(field, item));
  }
  return singleValue(field, stored);
}

function singleValue(field: StoredField, stored: unknown): StoredValue {
  const { name, type, fields } = field;
  if (typeof type === "object") throw new Error(`column ${name} has the type ${type.unknown}`);
  if (type === "list") {
    const item = fields[0] as StoredField;
    return itemsOf(field, stored).map((value) => storedValue(item, value));
  }
  if (type === "group")
    return fields.map((member, i) => storedValue(member, memberOf(member, i, stored)));
  return columnValue(type, stored);
}

function itemsOf({ name }: StoredField, stored: unknown): readonly unknown[] {
  if (Array.isArray(stored)) return stored;
  throw new Error(`damaged column: ${name} is no list`);
}

function memberOf({ name }: StoredField, position: number, stored: unknown): unknown {
  const key = positionName(position);
  if (typeof stored === "object" && stored !== null && Object.hasOwn(stored, key)) {
    return (stored as Readonly<Record<string, unknown>>)[key];
  }
  throw new Error(`damaged column: a group has no member ${name}`);
}
