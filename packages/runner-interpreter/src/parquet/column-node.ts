import type { SchemaTree } from "hyparquet/src/types.js";
import { isList } from "./stored-field.ts";

/** A column at the top level of a file. */
export interface ColumnNode {
  /** The schema without names and annotations: see {@link columnNodes}. */
  readonly node: SchemaTree;
  /** Columns of values that the column consists of, in the order of the file: itself, if it is not nested. */
  readonly leaves: readonly Leaf[];
}

/** A column of values. */
export interface Leaf {
  /** Nodes on the way from the top level, the column's own last. */
  readonly nodes: readonly SchemaTree[];
  /** Position among all columns of values of the file. */
  readonly position: number;
  /** Names in the file, from the top level. */
  readonly path: readonly string[];
}

/**
 * Describes the columns of a file for the code that reads their values.
 *
 * Nodes are named by their position among their siblings: in a file names can be equal, contain dots or be those of
 * properties that every object has, and the code that puts nested values together tells nodes apart by their names.
 * Annotations are left out because they would turn values into `Date`s and inexact decimals, and maps into objects; only
 * lists stay lists.
 */
export function columnNodes(columns: readonly SchemaTree[]): ColumnNode[] {
  let position = 0;
  return columns.map((column, i) => {
    const leaves: Leaf[] = [];
    const describe = (tree: SchemaTree, name: string, above: readonly SchemaTree[]): SchemaTree => {
      const node = withoutNames(tree, [...(above.at(-1)?.path ?? []), name]);
      const nodes = [...above, node];
      if (tree.children.length === 0) leaves.push({ nodes, position: position++, path: tree.path });
      node.children = tree.children.map((child, at) => describe(child, positionName(at), nodes));
      return node;
    };
    return { node: describe(column, positionName(i), []), leaves };
  });
}

/** Returns the name of a node among its siblings. It is not that of an index, by which objects would sort it. */
export function positionName(position: number): string {
  return `at${position}`;
}

function withoutNames(tree: SchemaTree, path: string[]): SchemaTree {
  const { type, type_length, repetition_type } = tree.element;
  return {
    count: tree.count,
    children: [],
    path,
    element: {
      name: path.at(-1) as string,
      ...(type !== undefined && { type }),
      ...(type_length !== undefined && { type_length }),
      ...(repetition_type !== undefined && { repetition_type }),
      ...(isList(tree) && { converted_type: "LIST" as const }),
    },
  };
}
