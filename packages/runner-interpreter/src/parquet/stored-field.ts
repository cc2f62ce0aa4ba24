import type { SchemaTree } from "hyparquet/src/types.js";
import type { StoredField } from "../parquet-format.ts";
import { columnTypeOf } from "./column-type.ts";

/** Describes a node of a file's schema. */
export function storedField(node: SchemaTree): StoredField {
  const { name, repetition_type: repetition } = node.element;
  const item = listItem(node);
  const type = node.children.length === 0 ? columnTypeOf(node.element) : item ? "list" : "group";
  return {
    name,
    repetition:
      repetition === "OPTIONAL" ? "optional" : repetition === "REPEATED" ? "repeated" : "required",
    type,
    fields: (item === undefined ? node.children : [item]).map(storedField),
  };
}

/** The node of the items, if a node is a list: a repeated group in between is no part of the type. */
function listItem(node: SchemaTree): SchemaTree | undefined {
  const { converted_type: converted, logical_type: logical } = node.element;
  if (converted !== "LIST" && logical?.type !== "LIST") return undefined;
  const repeated = node.children[0];
  if (node.children.length !== 1 || repeated?.element.repetition_type !== "REPEATED")
    return undefined;
  const [item, ...others] = repeated.children;
  if (item !== undefined && others.length === 0) return item;
  // Old writers repeat the item itself.
  return { ...repeated, element: { ...repeated.element, repetition_type: "REQUIRED" } };
}
