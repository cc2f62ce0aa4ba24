import { CellError } from "@lutra/runner-sql";
import type { Scalar } from "../scalar.ts";

/**
 * Returns the function that writes the values of a scalar in PostgreSQL's text format.
 *
 * Unsigned integers become signed ones of the same bits, as the compiler writes its literals.
 *
 * @see docs/spec/postgres.md, "Drivers"
 */
export function scalarText(scalar: Scalar): (value: unknown) => string {
  switch (scalar.kind) {
    case "bool":
      return (value) => (value === true ? "t" : "f");
    case "text":
      return (value) => checkedText(value as string);
    case "float":
      return (value) => floatText(value as number);
    case "integer":
      return integerText(scalar.bits);
  }
}

/** Returns the text of a float, with the sign of zero. */
export function floatText(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

/** Returns the function that writes the signed integer with the bits of a value. */
export function integerText(bits: 8 | 16 | 32 | 64): (value: unknown) => string {
  if (bits === 64) return (value) => String(BigInt.asIntN(64, value as bigint));
  const shift = 32 - bits;
  return (value) => String(((value as number) << shift) >> shift);
}

/**
 * Returns a string that the server can store.
 *
 * @throws CellError for a string with U+0000, which PostgreSQL cannot store
 */
export function checkedText(text: string): string {
  if (text.includes("\0")) {
    throw new CellError(
      "PostgreSQL cannot store a string with the character U+0000; remove it first",
    );
  }
  return text;
}
