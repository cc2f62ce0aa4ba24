import { CellError } from "@lutra/runner-sql";

/** Whole numbers that a type takes. */
export interface IntegerRange {
  readonly least: bigint;
  readonly greatest: bigint;
}

/** Longer integers lose digits as numbers. */
const plainDigits = 15;

/** Returns the number that at most 15 digits write, perhaps after a minus; NaN for any other text. */
export function plainInteger(text: string): number {
  const { length } = text;
  const negative = length > 1 && text.charCodeAt(0) === 45;
  let at = negative ? 1 : 0;
  if (length === 0 || length - at > plainDigits) return Number.NaN;
  let value = 0;
  for (; at < length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return negative ? -value : value;
}

/**
 * Returns the whole number that a string writes in any of PostgreSQL's notations: `12`, `8.0`, `1e+16`.
 *
 * @throws CellError for a fraction, for other text, and out of the range
 */
export function wideInteger(text: string, { least, greatest }: IntegerRange): bigint {
  const value = /^-?\d{1,20}$/.test(text) ? BigInt(text) : fromScientific(text);
  if (value === undefined || value < least || value > greatest) {
    throw new CellError(
      `expected a whole number from ${least} to ${greatest}, got ${shortened(text)}`,
    );
  }
  return value;
}

function fromScientific(text: string): bigint | undefined {
  const parts = /^(-?)(\d{1,40})(?:\.(\d{0,40}))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text);
  if (parts === null) return undefined;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = parts;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  // Nothing but zeros may stand after the point once the exponent has moved it.
  if (/[1-9]/.test(digits.slice(Math.max(0, point)))) return undefined;
  // Zero stays zero under any exponent; other numbers this long exceed 64 bits anyway.
  const significant = digits.replace(/^0+/, "");
  if (significant === "") return 0n;
  if (point > 80) return undefined;
  // A digit of 1 to 9 stands before the point.
  return BigInt(sign + digits.slice(0, point).padEnd(point, "0"));
}

/** Returns a string in quotes, cut if it is long, for messages. */
export function shortened(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
