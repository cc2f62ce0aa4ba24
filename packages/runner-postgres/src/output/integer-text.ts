import { CellError } from "@lutra/runner-sql";

const smallestInteger = -(2n ** 63n);
const greatestInteger = 2n ** 64n - 1n;

/** Longer integers lose digits as numbers. */
const plainDigits = 15;

/** The number that at most 15 digits write, perhaps behind a minus; NaN for any other text. */
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
 * The whole number that a text writes in any of PostgreSQL's notations: `12`, `8.0`, `1e+16`.
 *
 * @throws CellError for a fraction, for other text, and beyond 64 bits
 */
export function wideInteger(text: string): bigint {
  const value = /^-?\d{1,20}$/.test(text) ? BigInt(text) : fromScientific(text);
  if (value === undefined || value < smallestInteger || value > greatestInteger) {
    throw new CellError(`expected a whole number of at most 64 bits, got ${shortened(text)}`);
  }
  return value;
}

function fromScientific(text: string): bigint | undefined {
  const parts = /^(-?)(\d{1,40})(?:\.(\d{0,40}))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text);
  if (parts === null) return undefined;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = parts;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  // Nothing but zeros may stand behind the point once the exponent has moved it.
  if (/[1-9]/.test(digits.slice(Math.max(0, point)))) return undefined;
  // Zero stays zero under any exponent; other numbers this long exceed 64 bits anyway.
  const significant = digits.replace(/^0+/, "");
  if (significant === "") return 0n;
  if (point > 80) return undefined;
  return BigInt(sign + (digits.slice(0, Math.max(0, point)).padEnd(point, "0") || "0"));
}

/** A text in quotes, cut if it is long, for messages. */
export function shortened(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
