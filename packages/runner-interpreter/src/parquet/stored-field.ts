import type { SchemaTree } from "hyparquet/src/types.js";
import type { StoredField } from "../files/parquet-format.ts";
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

/** Returns the node of the items, if a node is a list: a repeated group in between is no part of the type. */
function listItem(node: SchemaTree): SchemaTree | undefined {
  if (!isList(node)) return undefined;
  const repeated = node.children[0] as SchemaTree;
  // Old writers repeat the item itself.
  const direct = {
    ...repeated,
    element: { ...repeated.element, repetition_type: "REQUIRED" as const },
  };
  return repeated.children[0] ?? direct;
}

/** Returns `true` if a node is a list in the usual form: one repeated member, with at most one member of its own. */
export function isList({ element, children }: SchemaTree): boolean {
  const repeated = children[0];
  return (
    (element.converted_type === "LIST" || element.logical_type?.type === "LIST") &&
    children.length === 1 &&
    repeated?.element.repetition_type === "REPEATED" &&
    repeated.children.length <= 1
  );
}
