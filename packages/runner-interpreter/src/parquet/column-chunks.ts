import { parquetHeader, readColumn } from "hyparquet/src/column.js";
import { DEFAULT_PARSERS } from "hyparquet/src/convert.js";
import { parquetSchema } from "hyparquet/src/metadata.js";
import type {
  ColumnMetaData,
  Compressors,
  FileMetaData,
  RowGroup,
  SchemaTree,
} from "hyparquet/src/types.js";

/** Bytes that a value takes while a table is read: its places in the lists of pages, columns and rows, and itself. */
const valueMemory = 96;

/** The columns of a file, each in one chunk per group of rows. */
export class ColumnChunks {
  readonly #bytes: Uint8Array;
  readonly #metadata: FileMetaData;
  readonly #compressors: Compressors;
  readonly #root: SchemaTree;

  constructor(bytes: Uint8Array, metadata: FileMetaData, compressors: Compressors) {
    this.#bytes = bytes;
    this.#metadata = metadata;
    this.#compressors = compressors;
    this.#root = parquetSchema(metadata);
  }

  /**
   * Reads all values of a column as they are stored; rows of repeated columns are nested arrays.
   *
   * @param nodes - the way to the column, from the top level
   */
  read(nodes: readonly SchemaTree[]): unknown[] {
    const column = nodes.at(-1) as SchemaTree;
    const rows: unknown[] = [];
    for (const group of this.#metadata.row_groups) {
      const chunk = chunkOf(group, column);
      const rowCount = Number(group.num_rows);
      const { data } = readColumn(
        { view: this.#view(chunk), offset: 0 },
        { groupStart: rows.length, selectStart: 0, selectEnd: rowCount, groupRows: rowCount },
        {
          ...chunk,
          pathInSchema: column.path,
          element: column.element,
          schemaPath: [this.#root, ...nodes],
          parsers: DEFAULT_PARSERS,
          compressors: this.#compressors,
          utf8: false,
        },
      );
      const before = rows.length;
      for (const page of data) for (const value of page as Iterable<unknown>) rows.push(value);
      if (rows.length - before !== rowCount) {
        const found = rows.length - before;
        throw new Error(`damaged column ${nameOf(column)}: ${found} values for ${rowCount} rows`);
      }
    }
    return rows;
  }

  /**
   * How many bytes of memory reading a column takes, by what the heads of its pages declare.
   *
   * @param column - of values, not of other columns
   */
  memoryOf(column: SchemaTree): number {
    let total = 0;
    for (const group of this.#metadata.row_groups) {
      const view = this.#view(chunkOf(group, column));
      const reader = { view, offset: 0 };
      // A column ends within the last byte of its chunk: some writers leave one there.
      while (reader.offset < view.byteLength - 1) {
        const head = parquetHeader(reader);
        const { compressed_page_size: stored, uncompressed_page_size: page } = head;
        const {
          data_page_header: v1,
          data_page_header_v2: v2,
          dictionary_page_header: keys,
        } = head;
        const values = (v1 ?? v2 ?? keys)?.num_values ?? 0;
        if (!(stored >= 0 && page >= 0 && values >= 0)) {
          throw new Error(`damaged column ${nameOf(column)}: a page of a negative size`);
        }
        total += page + values * valueMemory;
        reader.offset += stored;
      }
    }
    return total;
  }

  /** How many values of a column at the top level are null; undefined if the writer did not count them. */
  nullCount(column: SchemaTree): number | undefined {
    let total = 0;
    for (const group of this.#metadata.row_groups) {
      const count = chunkOf(group, column).statistics?.null_count;
      if (count === undefined) return undefined;
      total += Number(count);
    }
    return total;
  }

  #view(chunk: ColumnMetaData): DataView {
    const { dictionary_page_offset: dictionary = 0n, data_page_offset: data } = chunk;
    // Some writers leave the offset of a dictionary that is not there at zero.
    const start = Number(dictionary > 0n && dictionary < data ? dictionary : data);
    const length = Number(chunk.total_compressed_size);
    if (!(start >= 0 && length >= 0 && start + length <= this.#bytes.length)) {
      throw new Error(`damaged file: a column lies outside of its ${this.#bytes.length} bytes`);
    }
    return new DataView(this.#bytes.buffer, this.#bytes.byteOffset + start, length);
  }
}

function chunkOf(group: RowGroup, column: SchemaTree): ColumnMetaData {
  for (const { meta_data: chunk } of group.columns) {
    const path = chunk?.path_in_schema;
    if (path?.length === column.path.length && path.every((name, i) => name === column.path[i])) {
      return chunk as ColumnMetaData;
    }
  }
  throw new Error(`damaged file: a group of rows lacks the column ${nameOf(column)}`);
}

function nameOf(column: SchemaTree): string {
  return column.path.join(".");
}
