/**
 * Parquet files for the interpreter's `std::fs`, apart from the rest so that only who needs it has it in a bundle.
 *
 * @module
 */
import type { ParquetFormat } from "./files/parquet-format.ts";
import { openParquet } from "./parquet/open.ts";
import { writeParquet } from "./parquet/write.ts";

/** Options of {@link createParquetFormat}. */
export interface ParquetFormatOptions {
  /**
   * Decompresses column data, by Parquet's name of the method: `GZIP`, `BROTLI`, `ZSTD`, `LZ4_RAW`. Gets the compressed
   * bytes and the length of the result, which is never 0. Snappy and uncompressed data need none. In a browser,
   * `compressors` of the npm package `hyparquet-compressors` serves.
   */
  readonly decompress?: Readonly<Partial<Record<CompressionMethod, Decompress>>>;
}

/** Compression methods beyond those that are built in. */
export type CompressionMethod = "GZIP" | "BROTLI" | "ZSTD" | "LZ4" | "LZ4_RAW" | "LZO";

/** Decompresses bytes; the result has exactly `outputLength` bytes. */
export type Decompress = (input: Uint8Array, outputLength: number) => Uint8Array;

/**
 * Makes a reader and writer of Parquet files, for an implementation of `FileSystem`.
 *
 * It writes Snappy-compressed files. A duration is written as a 64-bit integer, which Parquet has no other type for.
 *
 * @example
 * ```ts
 * const parquet = createParquetFormat();
 * const bytes = parquet.write([{ name: "id", type: "int32", nullable: false, values: [1, 2] }]);
 * console.log(parquet.open(bytes).readColumn(0)); // [ 1, 2 ]
 * ```
 */
export function createParquetFormat(options: ParquetFormatOptions = {}): ParquetFormat {
  const decompress = options.decompress ?? {};
  return {
    open: (bytes) => openParquet(bytes, decompress),
    write: (columns) => writeParquet(columns),
  };
}

export type {
  Column,
  ColumnType,
  ColumnValue,
  ParquetFormat,
  StoredField,
  StoredTable,
  StoredValue,
  UnknownType,
} from "./files/parquet-format.ts";
