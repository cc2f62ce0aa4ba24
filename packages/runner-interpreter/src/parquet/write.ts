import type { SchemaElement } from "hyparquet/src/types.js";
import { parquetWriteBuffer } from "hyparquet-writer/src/write.js";
import type { Column } from "../files/parquet-format.ts";
import { annotationOf } from "./column-type.ts";

/** Writes columns as a Parquet file, compressed with Snappy. */
export function writeParquet(columns: readonly Column[]): Uint8Array {
  const names = new Set<string>();
  for (const { name } of columns) {
    // The writer finds columns by name.
    if (names.has(name)) throw new Error(`two columns are called ${name}`);
    names.add(name);
  }
  const schema: SchemaElement[] = [
    { name: "schema", num_children: columns.length },
    ...columns.map((column): SchemaElement => {
      return {
        name: column.name,
        repetition_type: column.nullable ? "OPTIONAL" : "REQUIRED",
        ...annotationOf(column.type),
      };
    }),
  ];
  const columnData = columns.map(({ name, values }) => ({ name, data: [...values] }));
  return new Uint8Array(parquetWriteBuffer({ columnData, schema, createdBy: "lutra-interpreter" }));
}
