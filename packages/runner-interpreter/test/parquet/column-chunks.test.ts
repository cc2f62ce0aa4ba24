import { parquetHeader } from "hyparquet/src/column.js";
import { parquetMetadata, parquetSchema } from "hyparquet/src/metadata.js";
import type { ColumnMetaData, FileMetaData, RowGroup } from "hyparquet/src/types.js";
import { parquetWriteBuffer } from "hyparquet-writer";
import { expect, test } from "vitest";
import { ColumnChunks } from "../../src/parquet/column-chunks.ts";
import { columnNodes, type Leaf } from "../../src/parquet/column-node.ts";

const values = [5, null, 7, 8, null];

/** A file of one column, x, in groups of three and two rows. */
const file = new Uint8Array(
  parquetWriteBuffer({
    columnData: [{ name: "x", data: values, type: "INT32", nullable: true }],
    rowGroupSize: 3,
    codec: "UNCOMPRESSED",
  }),
);

interface Opened {
  readonly bytes: Uint8Array;
  readonly metadata: FileMetaData;
  readonly leaf: Leaf;
  readonly groups: readonly RowGroup[];
  readonly chunks: readonly ColumnMetaData[];
}

/** Opens the column after a change of what the file says, or of its bytes. */
function opened(change: (opened: Opened) => void = () => {}): readonly [ColumnChunks, Leaf] {
  const metadata = parquetMetadata(file);
  const [node] = columnNodes(parquetSchema(metadata).children);
  const leaf = node!.leaves[0]!;
  const groups = metadata.row_groups;
  const chunks = groups.map(({ columns: [column] }) => column!.meta_data!);
  const bytes = file.slice();
  change({ bytes, metadata, leaf, groups, chunks });
  return [new ColumnChunks(bytes, metadata, {}), leaf];
}

test("all groups of rows are read, and those without rows are passed by", () => {
  const [columns, leaf] = opened(({ groups }) => {
    (groups as RowGroup[]).splice(1, 0, { columns: [], num_rows: 0n, total_byte_size: 0n });
  });
  expect(columns.read(leaf)).toEqual(values);
});

test("a column may end where the file ends", () => {
  const metadata = parquetMetadata(file);
  const { data_page_offset, total_compressed_size } =
    metadata.row_groups[1]!.columns[0]!.meta_data!;
  const end = Number(data_page_offset + total_compressed_size);
  const [, leaf] = opened();
  expect(new ColumnChunks(file.subarray(0, end), metadata, {}).read(leaf)).toEqual(values);
  expect(() => new ColumnChunks(file.subarray(0, end - 1), metadata, {}).read(leaf)).toThrow(
    "a column lies outside",
  );
});

test.each<[string, (opened: Opened) => void]>([
  ["begins before it", ({ chunks: [chunk] }) => void (chunk!.data_page_offset = -4n)],
  ["has a negative length", ({ chunks: [chunk] }) => void (chunk!.total_compressed_size = -1n)],
  ["ends after it", ({ chunks: [chunk] }) => void (chunk!.total_compressed_size = 2n ** 40n)],
])("a column that %s is outside of the file", (_, change) => {
  const [columns, leaf] = opened(change);
  expect(() => columns.read(leaf)).toThrow(
    `damaged file: a column lies outside of its ${file.length} bytes`,
  );
});

test("the offset of a dictionary that is not there may be zero, or anything after the pages", () => {
  for (const offset of [0n, -1n, 2n ** 40n]) {
    const [columns, leaf] = opened(({ chunks: [chunk] }) => {
      chunk!.dictionary_page_offset = offset;
    });
    expect(columns.read(leaf)).toEqual(values);
  }
});

test.each([1n, 4n])("a second group of %i rows has other values", (count) => {
  const [columns, leaf] = opened(({ groups }) => void (groups[1]!.num_rows = count));
  expect(() => columns.read(leaf)).toThrow(
    new RegExp(`^damaged column x: \\d values for ${count} rows$`),
  );
});

test.each([[["y"]], [["x", "x"]], [[]]])("a column %j is not the column x", (path) => {
  const [columns, leaf] = opened(({ chunks: [chunk] }) => void (chunk!.path_in_schema = path));
  expect(() => columns.read(leaf)).toThrow("a group of rows lacks the column x");
});

test("nulls are counted if each group counts its own", () => {
  const counted = (...counts: readonly (bigint | undefined)[]): number | undefined => {
    const [columns, leaf] = opened(({ chunks }) => {
      for (const [i, count] of counts.entries())
        chunks[i]!.statistics = count === undefined ? {} : { null_count: count };
    });
    return columns.nullCount(leaf);
  };
  expect(counted(2n, 3n)).toBe(5);
  expect(counted(0n, 0n)).toBe(0);
  expect(counted(2n, undefined)).toBeUndefined();
});

test("memory is that of the pages, and 96 bytes for each value", () => {
  const [columns, leaf] = opened();
  let expected = values.length * 96;
  opened(({ bytes, chunks }) => {
    for (const chunk of chunks) {
      const view = new DataView(bytes.buffer, Number(chunk.data_page_offset));
      expected += parquetHeader({ view, offset: 0 }).uncompressed_page_size;
    }
  });
  expect(columns.memoryOf(leaf)).toBe(expected);
});

// The head of a page begins with its type, its sizes and the number of its values, each after a byte that says so.
test.each([
  ["of the page", 3],
  ["of what is stored of it", 5],
  ["of its list of values", 8],
])("a page is damaged if the size %s is negative", (_, position) => {
  const [columns, leaf] = opened(({ bytes, chunks: [chunk] }) => {
    bytes[Number(chunk!.data_page_offset) + position] = 1;
  });
  expect(() => columns.memoryOf(leaf)).toThrow("damaged column x: a page of a negative size");
});
