import type { Argument } from "../adapter.ts";
import type { Scalar } from "../scalar.ts";

/**
 * Returns a function that makes the argument of a scalar, in the type that the program's SQL casts it to.
 *
 * @see docs/spec/duckdb.md, "Types"
 * @see docs/spec/duckdb.md, "Literals"
 */
export function scalarArgument(scalar: Scalar): (value: unknown) => Argument {
  switch (scalar.kind) {
    case "bool":
      return (value) => ({ type: "BOOLEAN", value: value as boolean });
    case "text":
      return (value) => ({ type: "VARCHAR", value: value as string });
    case "bits":
      return bitsArgument(scalar);
    case "integer":
    case "float":
    case "date":
    case "time":
    case "decimal":
      return numberArgument(scalar);
  }
}

/** Bits without a meaning are bound as signed numbers. */
function bitsArgument({ bytes }: Scalar): (value: unknown) => Argument {
  if (bytes === 8) {
    return (value) => ({ type: "BIGINT", value: BigInt.asIntN(64, value as bigint) });
  }
  const type = bytes === 1 ? "TINYINT" : bytes === 2 ? "SMALLINT" : "INTEGER";
  const shift = 32 - bytes * 8;
  return (value) => ({ type, value: ((value as number) << shift) >> shift });
}

function numberArgument(scalar: Scalar): (value: unknown) => Argument {
  // The last of the columns is the one that expressions have; DATE and the like are inside of others only.
  const type = scalar.columns.at(-1);
  switch (type) {
    case "BIGINT":
    case "UBIGINT":
      return (value) => ({ type, value: value as bigint });
    case undefined:
    case "DATE":
    case "TIME":
    case "TIMESTAMP":
      throw new TypeError(`${scalar.name} cannot be bound`);
    case "TINYINT":
    case "UTINYINT":
    case "SMALLINT":
    case "USMALLINT":
    case "INTEGER":
    case "UINTEGER":
    case "FLOAT":
    case "DOUBLE":
      return (value) => ({ type, value: value as number });
  }
}
