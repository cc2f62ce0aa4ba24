import type { FixedType } from "./vector.ts";

/** A type with one column of its own: a standard scalar, or bits without a meaning. */
export interface Scalar {
  /** `Int64`, `Date`, `prim8`, ... */
  readonly name: string;
  readonly kind: "bool" | "text" | "integer" | "bits" | "float" | "date" | "time" | "decimal";
  /** Bytes of its head. */
  readonly bytes: number;
  /** Types of columns whose bytes are those of the scalar. */
  readonly columns: readonly FixedType[];
}

const scalars: ReadonlyMap<string, Scalar> = /* @__PURE__ */ new Map(
  /* @__PURE__ */ (
    [
      ["Bool", "bool", 1],
      ["Text", "text", 8],
      ["Int8", "integer", 1, "TINYINT"],
      ["Int16", "integer", 2, "SMALLINT"],
      ["Int32", "integer", 4, "INTEGER"],
      ["Int64", "integer", 8, "BIGINT"],
      ["Uint8", "integer", 1, "UTINYINT"],
      ["Uint16", "integer", 2, "USMALLINT"],
      ["Uint32", "integer", 4, "UINTEGER"],
      ["Uint64", "integer", 8, "UBIGINT"],
      ["Float32", "float", 4, "FLOAT"],
      ["Float64", "float", 8, "DOUBLE"],
      ["Date", "date", 4, "DATE", "INTEGER"],
      ["Time", "time", 8, "TIME", "UBIGINT"],
      ["Timestamp", "time", 8, "TIMESTAMP", "BIGINT"],
      ["Duration", "time", 8, "BIGINT"],
      ["Decimal", "decimal", 8, "BIGINT"],
      ["prim8", "bits", 1, "TINYINT", "UTINYINT"],
      ["prim16", "bits", 2, "SMALLINT", "USMALLINT"],
      ["prim32", "bits", 4, "INTEGER", "UINTEGER", "FLOAT", "DATE"],
      ["prim64", "bits", 8, "BIGINT", "UBIGINT", "DOUBLE", "TIME", "TIMESTAMP"],
    ] as const
  ).map(([name, kind, bytes, ...columns]) => [name, { name, kind, bytes, columns }]),
);

/**
 * Returns the scalar of a name such as `Int64`, `Date` or `prim8`.
 *
 * @throws TypeError for any other name
 * @see docs/spec/duckdb.md, "Results"
 */
export function scalarOf(name: string): Scalar {
  const scalar = scalars.get(name);
  if (scalar === undefined) throw new TypeError(`no scalar is called ${name}`);
  return scalar;
}

/** Returns the smallest and the greatest value of an integer. */
export function rangeOf({ name, bytes }: Scalar): { readonly min: bigint; readonly max: bigint } {
  const span = 1n << BigInt(bytes * 8);
  return name.startsWith("U")
    ? { min: 0n, max: span - 1n }
    : { min: -span / 2n, max: span / 2n - 1n };
}
