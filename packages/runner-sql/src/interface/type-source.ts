import { identifier, isExpressible } from "@lutra/runner-core/source";
import type { RowField, FieldType } from "./schema.ts";

/** Returns a field in Lutra source: `name: enum {none, some: Text}`. */
export function fieldSource(field: RowField): string {
  return `${identifier(field.name)}: ${fieldTypeSource(field)}`;
}

/** Returns the type of a field in Lutra source, an option if it is one. */
export function fieldTypeSource({ type, isOptional }: RowField): string {
  return isOptional ? `enum {none, some: ${typeSource(type)}}` : typeSource(type);
}

/** Returns a type in Lutra source. */
export function typeSource(type: FieldType): string {
  if (typeof type === "string") return type;
  if ("item" in type) return `[${typeSource(type.item)}]`;
  return `{${type.fields.map(fieldSource).join(", ")}}`;
}

/**
 * Checks if Lutra can write the names of fields, also inside of their types, in a program for a database. A dollar sign
 * in front it writes into SQL without quotes, where it means a parameter.
 */
export function areExpressible(fields: readonly RowField[]): boolean {
  return fields.every(({ name, type }) => isSqlName(name) && isExpressibleType(type));
}

function isExpressibleType(type: FieldType): boolean {
  if (typeof type === "string") return true;
  return "item" in type ? isExpressibleType(type.item) : areExpressible(type.fields);
}

/** Checks if Lutra can write a name in a program for a database. */
export function isSqlName(name: string): boolean {
  return isExpressible(name) && !/^\$[a-z0-9_$]*$/.test(name);
}
