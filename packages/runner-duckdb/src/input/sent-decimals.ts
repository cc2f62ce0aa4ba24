import type { Ty } from "@lutra/bin";
import type { Chunk } from "../adapter.ts";
import { CellError } from "@lutra/runner-sql";
import type { ProgramTypes } from "../program-types.ts";
import type { ColumnVector } from "../vector.ts";

/**
 * Digits behind the point of a bare DECIMAL, which is what the compiler casts decimals in arrays to. Sums of these have
 * as many, products more.
 */
const bareScale = 3;

/**
 * Whether an input type has decimals inside of an array: these arrive as DECIMAL, and count hundredths all the same.
 *
 * @see runner-duckdb, sections 3.3 and 10
 */
export function sendsDecimals(types: ProgramTypes, ty: Ty, inArray: boolean = false): boolean {
  const structure = types.of(ty);
  switch (structure.kind) {
    case "scalar":
      return inArray && structure.scalar.kind === "decimal";
    case "array":
      return sendsDecimals(types, structure.item, true);
    case "tuple":
      return structure.fields.some((field) => sendsDecimals(types, field.ty, inArray));
    case "enum":
      return structure.variants.some(
        ({ ty: payload, recursive }) => !recursive && sendsDecimals(types, payload, inArray),
      );
  }
}

/**
 * Refuses columns that may hold hundredths from the input: DuckDB takes them for whole numbers.
 *
 * @throws CellError for a column of decimals with as many digits behind the point as these have, or more
 */
export function refuseSentDecimals(chunks: readonly Chunk[]): void {
  const [first] = chunks;
  if (first?.columns.some(holdsBareDecimal)) {
    throw new CellError(
      "unsupported data type: DECIMAL cannot be told from the hundredths of Decimal inside an array of the input; " +
        "make the input an array of Int64",
    );
  }
}

function holdsBareDecimal(vector: ColumnVector): boolean {
  switch (vector.kind) {
    case "exact":
      return vector.scale >= bareScale;
    case "list":
      return holdsBareDecimal(vector.items);
    case "struct":
      return vector.fields.some(holdsBareDecimal);
    case "union":
      return vector.members.some(holdsBareDecimal);
    case "fixed":
    case "boolean":
    case "text":
    case "other":
      return false;
  }
}
