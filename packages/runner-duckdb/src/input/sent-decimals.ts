import type { Ty } from "@lutra/bin";
import type { Chunk } from "../adapter.ts";
import { CellError } from "@lutra/runner-sql";
import type { ProgramTypes, Structure } from "../program-types.ts";
import type { ColumnVector } from "../vector.ts";

/**
 * Digits after the point of a bare DECIMAL, to which the compiler casts decimals in arrays. Sums of these have as many,
 * products more.
 */
const bareScale = 3;

/**
 * Checks if an input type has decimals inside of an array: these arrive as DECIMAL, and count hundredths all the same.
 *
 * @see docs/spec/duckdb.md, "Literals"
 * @see docs/spec/duckdb.md, "Defects of the compiler"
 */
export function sendsDecimals(types: ProgramTypes, ty: Ty): boolean {
  const seen = { outside: new Set<Structure>(), inArray: new Set<Structure>() };
  const sends = (part: Ty, place: keyof typeof seen): boolean => {
    const structure = types.of(part);
    // Found already if it sends some; a type may occur any number of times.
    if (seen[place].has(structure)) return false;
    seen[place].add(structure);
    switch (structure.kind) {
      case "scalar":
        return place === "inArray" && structure.scalar.kind === "decimal";
      case "array":
        return sends(structure.item, "inArray");
      case "tuple":
        return structure.fields.some((field) => sends(field.ty, place));
      case "enum":
        return structure.variants.some(
          ({ ty: payload, recursive }) => !recursive && sends(payload, place),
        );
    }
  };
  return sends(ty, "outside");
}

/**
 * Refuses columns that may hold hundredths from the input: DuckDB takes them for whole numbers.
 *
 * @throws CellError for a column of decimals with as many digits after the point as these have, or more
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
