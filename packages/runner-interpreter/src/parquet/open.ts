// The functions that `hyparquet` exports at its top are asynchronous, as they may read over a network. What decodes the
// bytes is synchronous and reachable by path; the exact version is pinned for that reason.
import { assembleNested } from "hyparquet/src/assemble.js";
import { DEFAULT_PARSERS } from "hyparquet/src/convert.js";
import { parquetMetadata, parquetSchema } from "hyparquet/src/metadata.js";
import type { Compressors, DecodedArray, SchemaTree } from "hyparquet/src/types.js";
import type { StoredField, StoredTable, StoredValue } from "../files/parquet-format.ts";
import { ColumnChunks } from "./column-chunks.ts";
import { isList, storedField } from "./stored-field.ts";
import { storedValue } from "./stored-value.ts";

/** Opens a Parquet file in memory. */
export function openParquet(bytes: Uint8Array, compressors: Compressors): StoredTable {
  const metadata = parquetMetadata(bytes, { geoparquet: false });
  const { children } = parquetSchema(metadata);
  const fields = children.map(storedField);
  const columns = children.map(withoutAnnotations);
  const chunks = new ColumnChunks(bytes, metadata, compressors);
  const columnAt = (
    index: number,
  ): { readonly column: SchemaTree; readonly field: StoredField } => {
    const column = columns[index];
    const field = fields[index];
    if (column !== undefined && field !== undefined) return { column, field };
    throw new RangeError(`there is no column ${index} among ${columns.length}`);
  };
  const readColumn = (index: number): StoredValue[] => {
    const { column, field } = columnAt(index);
    return readNode(chunks, column).map((stored) => storedValue(field, stored));
  };
  return {
    rowCount: Number(metadata.num_rows),
    fields,
    memoryOf: (index) =>
      leafPaths(columnAt(index).column).reduce(
        (total, nodes) => total + chunks.memoryOf(nodes.at(-1) as SchemaTree),
        0,
      ),
    readColumn,
    hasNulls: (index) => {
      if (fields[index]?.repetition !== "optional") return false;
      const leaf = columns[index]?.children.length === 0 ? columns[index] : undefined;
      const counted = leaf === undefined ? undefined : chunks.nullCount(leaf);
      return counted === undefined ? readColumn(index).includes(null) : counted > 0;
    },
  };
}

/** Values of a top-level column: as stored, or put together from the columns that a nested one consists of. */
function readNode(chunks: ColumnChunks, column: SchemaTree): readonly unknown[] {
  if (column.children.length === 0) return chunks.read([column]);
  const parts = new Map<string, DecodedArray>();
  for (const nodes of leafPaths(column)) {
    parts.set((nodes.at(-1) as SchemaTree).path.join("."), chunks.read(nodes));
  }
  assembleNested(parts, column, DEFAULT_PARSERS);
  const rows = parts.get(column.path.join("."));
  if (!Array.isArray(rows)) throw new Error(`damaged column ${column.element.name}`);
  return rows as readonly unknown[];
}

/** The columns of values below a node, each as the nodes on the way to it. */
function leafPaths(node: SchemaTree): SchemaTree[][] {
  if (node.children.length === 0) return [[node]];
  return node.children.flatMap((child) => leafPaths(child).map((path) => [node, ...path]));
}

/**
 * Values are wanted as they are stored: annotations would turn them into `Date`s and inexact decimals, and maps into
 * objects. Only lists stay lists.
 */
function withoutAnnotations(node: SchemaTree): SchemaTree {
  const { name, type, type_length, repetition_type, num_children } = node.element;
  return {
    ...node,
    element: {
      name,
      ...(type !== undefined && { type }),
      ...(type_length !== undefined && { type_length }),
      ...(repetition_type !== undefined && { repetition_type }),
      ...(num_children !== undefined && { num_children }),
      ...(isList(node) && { converted_type: "LIST" as const }),
    },
    children: node.children.map(withoutAnnotations),
  };
}
