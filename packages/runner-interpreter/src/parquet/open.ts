// The functions that `hyparquet` exports at its top are asynchronous, as they may read over a network. What decodes the
// bytes is synchronous and reachable by path; the exact version is pinned for that reason.
import { readColumn } from "hyparquet/src/column.js";
import { DEFAULT_PARSERS } from "hyparquet/src/convert.js";
import { parquetMetadata, parquetSchema } from "hyparquet/src/metadata.js";
import type {
  ColumnMetaData,
  Compressors,
  FileMetaData,
  SchemaElement,
  SchemaTree,
} from "hyparquet/src/types.js";
import type { ColumnValue, StoredTable } from "../parquet-format.ts";
import { columnValue } from "./column-values.ts";
import { storedField } from "./stored-field.ts";

/** Opens a Parquet file in memory. */
export function openParquet(bytes: Uint8Array, compressors: Compressors): StoredTable {
  const metadata = parquetMetadata(bytes, { geoparquet: false });
  const columns = parquetSchema(metadata).children;
  const fields = columns.map(storedField);
  const read = (index: number): unknown[] => {
    const column = columns[index];
    if (column === undefined) throw new RangeError(`there is no column ${index}`);
    return readLeaf(bytes, metadata, firstLeaf(column), compressors);
  };
  return {
    rowCount: Number(metadata.num_rows),
    fields,
    readColumn: (index) => {
      const field = fields[index];
      if (field === undefined || typeof field.type === "object" || field.fields.length > 0) {
        throw new TypeError(`column ${index} is no column of values`);
      }
      const type = field.type;
      if (type === "list" || type === "group" || field.repetition === "repeated") {
        throw new TypeError(`column ${field.name} is nested`);
      }
      return read(index).map((stored): ColumnValue => columnValue(type, stored));
    },
    // Below an optional group a leaf has a list of at most one value per row: none where the group is null.
    hasNulls: (index) =>
      fields[index]?.repetition === "optional" &&
      read(index).some((row) => row === null || (Array.isArray(row) && row.length === 0)),
  };
}

/** The first column of values below a node, as the nodes on the way to it. */
function firstLeaf(node: SchemaTree): SchemaTree[] {
  const child = node.children[0];
  return child === undefined ? [node] : [node, ...firstLeaf(child)];
}

function readLeaf(
  bytes: Uint8Array,
  metadata: FileMetaData,
  nodes: readonly SchemaTree[],
  compressors: Compressors,
): unknown[] {
  const name = nodes.map((node) => node.element.name);
  const root = parquetSchema(metadata);
  const schemaPath = [root, ...nodes.map(withoutAnnotation)];
  const rows: unknown[] = [];
  for (const group of metadata.row_groups) {
    const chunk = group.columns
      .map((column) => column.meta_data)
      .find((data) => data?.path_in_schema.join("\0") === name.join("\0"));
    if (chunk === undefined) throw new Error(`a row group has no column ${name.join(".")}`);
    const rowCount = Number(group.num_rows);
    const { data } = readColumn(
      { view: chunkView(bytes, chunk), offset: 0 },
      { groupStart: rows.length, selectStart: 0, selectEnd: rowCount, groupRows: rowCount },
      {
        ...chunk,
        pathInSchema: name,
        element: (schemaPath.at(-1) as SchemaTree).element,
        schemaPath,
        parsers: DEFAULT_PARSERS,
        compressors,
        utf8: false,
      },
    );
    const before = rows.length;
    for (const page of data) for (const value of page as Iterable<unknown>) rows.push(value);
    if (rows.length - before !== rowCount) {
      throw new Error(
        `damaged column ${name.join(".")}: ${rows.length - before} values for ${rowCount} rows`,
      );
    }
  }
  return rows;
}

/** Values are wanted as they are stored: annotations would turn them into dates and lossy decimals. */
function withoutAnnotation(node: SchemaTree): SchemaTree {
  const { name, type, type_length, repetition_type, num_children } = node.element;
  const kept = { type, type_length, repetition_type, num_children };
  const present = Object.entries(kept).filter(([, value]) => value !== undefined);
  return { ...node, element: { name, ...Object.fromEntries(present) } as SchemaElement };
}

function chunkView(bytes: Uint8Array, chunk: ColumnMetaData): DataView {
  const { dictionary_page_offset: dictionary, data_page_offset: data } = chunk;
  const start = Number(
    dictionary !== undefined && dictionary > 0n && dictionary < data ? dictionary : data,
  );
  const length = Number(chunk.total_compressed_size);
  if (!(start >= 0 && length >= 0 && start + length <= bytes.length)) {
    throw new Error(`damaged file: a column lies outside of its ${bytes.length} bytes`);
  }
  return new DataView(bytes.buffer, bytes.byteOffset + start, length);
}
