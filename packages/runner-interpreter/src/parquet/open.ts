// The functions that `hyparquet` exports at its top are asynchronous, as they may read over a network. What decodes the
// bytes is synchronous and reachable by path; the exact version is pinned for that reason.
import { assembleNested } from "hyparquet/src/assemble.js";
import { DEFAULT_PARSERS } from "hyparquet/src/convert.js";
import { parquetMetadata, parquetSchema } from "hyparquet/src/metadata.js";
import type { Compressors, DecodedArray } from "hyparquet/src/types.js";
import type { StoredField, StoredTable, StoredValue } from "../files/parquet-format.ts";
import { ColumnChunks } from "./column-chunks.ts";
import { type ColumnNode, columnNodes, type Leaf } from "./column-node.ts";
import { storedField } from "./stored-field.ts";
import { storedValue } from "./stored-value.ts";

/**
 * Opens a Parquet file in memory. Columns and members of groups are told apart by position: their names may be equal.
 *
 * @throws Error for bytes that are no Parquet file
 */
export function openParquet(bytes: Uint8Array, compressors: Compressors): StoredTable {
  const metadata = parquetMetadata(bytes, { geoparquet: false });
  const { children } = parquetSchema(metadata);
  const fields = children.map(storedField);
  const columns = columnNodes(children).map((column, i) => {
    return { column, field: fields[i] as StoredField };
  });
  const chunks = new ColumnChunks(bytes, metadata, compressors);
  const columnAt = (index: number): (typeof columns)[number] => {
    const found = columns[index];
    if (found !== undefined) return found;
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
      columnAt(index).column.leaves.reduce((total, leaf) => total + chunks.memoryOf(leaf), 0),
    readColumn,
    hasNulls: (index) => {
      const { column, field } = columnAt(index);
      if (field.repetition !== "optional") return false;
      const [leaf] = column.leaves;
      const counted =
        leaf !== undefined && leaf.nodes.length === 1 ? chunks.nullCount(leaf) : undefined;
      return counted === undefined ? readColumn(index).includes(null) : counted > 0;
    },
  };
}

/**
 * Returns the values of a top-level column: as stored, or put together from the columns that a nested one consists of.
 */
function readNode(chunks: ColumnChunks, { node, leaves }: ColumnNode): readonly unknown[] {
  const [leaf] = leaves;
  if (leaf?.nodes.length === 1) return chunks.read(leaf);
  const parts = new Map<string, DecodedArray>();
  for (const part of leaves) parts.set(nameOf(part), chunks.read(part));
  assembleNested(parts, node, DEFAULT_PARSERS);
  const rows = parts.get(node.path.join("."));
  if (!Array.isArray(rows)) throw new Error(`damaged column ${leaf?.path[0]}`);
  return rows as readonly unknown[];
}

/** Returns the name by which a column is found when nested values are put together. */
function nameOf({ nodes }: Leaf): string {
  return nodes.at(-1)?.path.join(".") ?? "";
}
