import type { Ty, TyDef } from "@lutra/bin";
import { type TypeView, TypeViews } from "@lutra/bin/transcode";
import { createParquetFormat, type StoredValue } from "@lutra/runner-interpreter/parquet";

/**
 * Reads the rows of a Parquet file as values of an array of tuples: columns by name, of scalars, options and lists.
 *
 * @throws Error if the file has not the columns, or a column holds what the field cannot
 */
export function rowsFromParquet(
  bytes: Uint8Array,
  item: Ty,
  defs: readonly TyDef[],
): Record<string, unknown>[] {
  const types = new TypeViews(defs);
  const view = types.of(item);
  if (view.kind !== "tuple" || view.shape !== "object")
    throw new Error("a Parquet file has named columns, and these rows have not");
  const table = createParquetFormat().open(bytes);
  const columns = view.fields.map(({ name, ty }) => {
    const index = table.fields.findIndex((field) => field.name === name);
    if (index < 0)
      throw new Error(
        `the file has no column ${name}; it has ${table.fields.map((field) => field.name).join(", ")}`,
      );
    const values = table.readColumn(index);
    return values.map(
      (value, row) => [name!, valueOf(value, ty, types, `${name}[${row}]`)] as const,
    );
  });
  return Array.from({ length: table.rowCount }, (_, row) =>
    Object.fromEntries(columns.map((column) => column[row]!)),
  );
}

function valueOf(value: StoredValue, ty: Ty, types: TypeViews, place: string): unknown {
  const view = types.of(ty);
  if (view.kind === "enum" && view.shape === "option") {
    const payload = view.variants.find(({ unit }) => !unit)!.ty;
    return value === null ? null : valueOf(value, payload, types, place);
  }
  if (value === null) throw new Error(`${place} is null, and the field is no option`);
  if (view.kind === "array" && Array.isArray(value))
    return value.map((item: StoredValue) => valueOf(item, view.item, types, place));
  const converted = scalarOf(value as boolean | number | bigint | string, view);
  if (converted === undefined) throw new Error(`${place} is ${typeof value}, not ${view.kind}`);
  return converted;
}

/**
 * Returns a value of a file as one of a type; `undefined` if it does not fit. Numbers of any width fit as long as their
 * value does; codecs check the range.
 */
function scalarOf(value: boolean | number | bigint | string, view: TypeView): unknown {
  const isNumber = typeof value === "number" || typeof value === "bigint";
  switch (view.kind) {
    case "bool":
      return typeof value === "boolean" ? value : undefined;
    case "text":
      return typeof value === "string" ? value : undefined;
    case "integer":
      if (!isNumber) return undefined;
      return view.wide ? BigInt(value) : Number(value);
    case "float":
    case "date":
      return isNumber ? Number(value) : undefined;
    case "time":
    case "timestamp":
    case "duration":
    case "decimal":
      return isNumber ? BigInt(value) : undefined;
    case "bytes":
    case "array":
    case "tuple":
    case "enum":
      return undefined;
  }
}
