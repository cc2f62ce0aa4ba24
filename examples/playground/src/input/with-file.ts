import type { Ty } from "@lutra/bin";
import type { ProgramType } from "@lutra/bin/program";
import { parseCsv } from "@lutra/bin/parse";
import { TypeViews } from "@lutra/bin/transcode";

/**
 * Puts the rows of a CSV or Parquet file into an input: in place of the input itself if that is an array of rows, else of
 * the first array of rows in it.
 *
 * @throws Error if the input has no place for rows, or the file does not fit
 */
export async function withFile(file: File, value: unknown, type: ProgramType): Promise<unknown> {
  const { input, defs } = type;
  const types = new TypeViews(defs);
  const isRows = (ty: Ty): boolean => {
    const view = types.of(ty);
    return view.kind === "array" && types.of(view.item).kind === "tuple";
  };
  if (isRows(input)) return rowsOf(file, input, type);
  const view = types.of(input);
  const fields = view.kind === "tuple" ? view.fields : [];
  const at = fields.findIndex(({ ty }) => isRows(ty));
  if (at < 0) throw new Error("this program takes no rows, so there is no place for a file");
  const rows = await rowsOf(file, fields[at]!.ty, type);
  if (Array.isArray(value)) return value.with(at, rows);
  return { ...(value as object), [fields[at]!.name!]: rows };
}

async function rowsOf(file: File, ty: Ty, { defs }: ProgramType): Promise<unknown> {
  if (!/\.parquet$/i.test(file.name)) return parseCsv(await file.text(), ty, defs);
  const { rowsFromParquet } = await import("./rows-from-parquet.ts");
  const view = new TypeViews(defs).of(ty);
  if (view.kind !== "array") throw new TypeError("rows are an array");
  return rowsFromParquet(new Uint8Array(await file.arrayBuffer()), view.item, defs);
}
