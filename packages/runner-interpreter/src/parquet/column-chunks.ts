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
import type { Leaf } from "./column-node.ts";

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
    this.#compressors = withEmptyPages(compressors);
    this.#root = parquetSchema(metadata);
  }

  /** Reads all values of a column as they are stored; rows of repeated columns are nested arrays. */
  read(leaf: Leaf): unknown[] {
    const rows: unknown[] = [];
    for (const { chunk, rowCount } of this.#chunksOf(leaf)) {
      const { data } = readColumn(
        { view: this.#view(chunk), offset: 0 },
        { groupStart: rows.length, selectStart: 0, selectEnd: rowCount, groupRows: rowCount },
        {
          ...chunk,
          pathInSchema: [...leaf.path],
          element: (leaf.nodes.at(-1) as SchemaTree).element,
          schemaPath: [this.#root, ...leaf.nodes],
          parsers: DEFAULT_PARSERS,
          compressors: this.#compressors,
          utf8: false,
        },
      );
      const before = rows.length;
      for (const page of data) for (const value of page as Iterable<unknown>) rows.push(value);
      if (rows.length - before !== rowCount) {
        const found = rows.length - before;
        throw new Error(`damaged column ${nameOf(leaf)}: ${found} values for ${rowCount} rows`);
      }
    }
    return rows;
  }

  /** Returns the number of bytes that reading a column takes in memory, by what the heads of its pages declare. */
  memoryOf(leaf: Leaf): number {
    let total = 0;
    for (const { chunk } of this.#chunksOf(leaf)) {
      const view = this.#view(chunk);
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
          throw new Error(`damaged column ${nameOf(leaf)}: a page of a negative size`);
        }
        total += page + values * valueMemory;
        reader.offset += stored;
      }
    }
    return total;
  }

  /**
   * Returns the number of values of a column at the top level that are null; undefined if the writer did not count
   * them.
   */
  nullCount(leaf: Leaf): number | undefined {
    let total = 0;
    for (const { chunk } of this.#chunksOf(leaf)) {
      const count = chunk.statistics?.null_count;
      if (count === undefined) return undefined;
      total += Number(count);
    }
    return total;
  }

  /** Finds the chunks of a column. Groups of no rows have none: some writers describe them by offsets of zero. */
  #chunksOf(leaf: Leaf): { readonly chunk: ColumnMetaData; readonly rowCount: number }[] {
    return this.#metadata.row_groups.flatMap((group) => {
      const rowCount = Number(group.num_rows);
      return rowCount === 0 ? [] : [{ chunk: chunkOf(group, leaf), rowCount }];
    });
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

/** Finds a column by position, as names can be equal; the names only show that the file is not damaged. */
function chunkOf(group: RowGroup, leaf: Leaf): ColumnMetaData {
  const chunk = group.columns[leaf.position]?.meta_data;
  const path = chunk?.path_in_schema;
  if (path?.length === leaf.path.length && path.every((name, i) => name === leaf.path[i])) {
    return chunk as ColumnMetaData;
  }
  throw new Error(`damaged file: a group of rows lacks the column ${nameOf(leaf)}`);
}

/**
 * Decompresses nothing to nothing: a column of nulls has an empty dictionary and empty pages, and zlib takes no output
 * limit of 0.
 */
function withEmptyPages(compressors: Compressors): Compressors {
  return Object.fromEntries(
    Object.entries(compressors).map(([method, decompress]) => [
      method,
      (input: Uint8Array, outputLength: number) =>
        outputLength === 0 ? new Uint8Array(0) : decompress(input, outputLength),
    ]),
  );
}

function nameOf(leaf: Leaf): string {
  return leaf.path.join(".");
}
