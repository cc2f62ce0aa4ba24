import { DecodeError, type TyDef } from "@lutra/bin";
import { isRunnerError } from "@lutra/runner-core";
import { errorMessage } from "@lutra/runner-core/transport";
import { executionError } from "../../execution-error.ts";
import type { FileSystem } from "../../files/file-system.ts";
import type { Column, ColumnType, ColumnValue } from "../../files/parquet-format.ts";
import { readColumns } from "./columns.ts";
import { type RowColumn, type RowType, rowType, unsupportedColumn } from "./row.ts";
import { type NativeContext, nativeFunction, type NativeModule } from "../../native-module.ts";

/**
 * Creates `std::fs`: tables in Parquet files.
 *
 * @param fileSystem - what programs may see; without one every call fails
 * @see docs/spec/interpreter.md, "Files"
 */
export function fsModule(fileSystem: FileSystem | undefined): NativeModule {
  return {
    name: "std::fs",
    lookup: (name, { layoutArgs, defs }) => {
      const type = onDemand(layoutArgs, defs);
      switch (name) {
        case "read_parquet":
          return nativeFunction(["string"], "data", (context, path) =>
            readTable(context, given(fileSystem), type(context), path),
          );
        case "write_parquet":
          return nativeFunction(["data", "string"], "unit", (context, rows, path) =>
            writeTable(context, given(fileSystem), type(context), rows, path),
          );
        default:
          return undefined;
      }
    },
  };
}

/**
 * Creates a function whose types are read at the first call: one that cannot be stored fails there, as upstream does.
 */
function onDemand(
  layoutArgs: readonly number[],
  defs: readonly TyDef[],
): (context: NativeContext) => RowType {
  let type: RowType | undefined;
  return (context) => (type ??= rowType(layoutArgs, defs, (count) => context.step(count)));
}

function given(fileSystem: FileSystem | undefined): FileSystem {
  if (fileSystem !== undefined) return fileSystem;
  throw executionError("error: lutra-interpreter was not provided with file-system access");
}

function readTable(
  context: NativeContext,
  fileSystem: FileSystem,
  type: RowType,
  path: string,
): Uint8Array {
  return during(`read_parquet(${path})`, () => {
    const table = fileSystem.parquet.open(fileSystem.readFile(path));
    if (table.rowCount === 0) return type.codec.encode([]);
    context.step(table.rowCount * type.columns.length);
    for (const index of table.fields.keys()) context.reserve(table.memoryOf(index));
    const columns = readColumns(table, type.columns);
    const rows = Array.from({ length: table.rowCount }, (_, i) =>
      columns.map((values) => values[i]),
    );
    return type.codec.encode(rows);
  });
}

function writeTable(
  context: NativeContext,
  fileSystem: FileSystem,
  type: RowType,
  data: Uint8Array,
  path: string,
): undefined {
  during(`write_parquet(${path})`, () => {
    const rows = decodeRows(type, data);
    context.step(rows.length * type.columns.length);
    const columns = type.columns.map((column, i): Column => {
      const values = rows.map((row) => row[i] as ColumnValue);
      return { name: column.name, type: flatType(column), nullable: column.nullable, values };
    });
    fileSystem.writeFile(path, fileSystem.parquet.write(columns));
  });
}

/** Files are written with columns of single values only. */
function flatType({ name, shape }: RowColumn): ColumnType {
  if (shape.kind === "scalar") return shape.type;
  if (shape.kind === "rawBits") return `uint${shape.bits}`;
  throw unsupportedColumn(`column ${name}`, shape.kind);
}

function decodeRows(type: RowType, data: Uint8Array): readonly (readonly unknown[])[] {
  try {
    return type.codec.decode(data);
  } catch (error) {
    if (error instanceof DecodeError)
      throw executionError(`bad input data: ${error.message}`, error);
    throw error;
  }
}

/** Says what was being done in errors of the file system and of the Parquet code. */
function during<T>(action: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (isRunnerError(error)) throw error;
    throw executionError(`error: ${action}: ${errorMessage(error).display}`, error);
  }
}
