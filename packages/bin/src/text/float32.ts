/**
 * Returns the 32-bit number nearest to a decimal number, ties to even; an infinity if there is none so large.
 *
 * `Math.fround(Number(text))` rounds twice: first to 64 bits, which may be just between two 32-bit numbers.
 */
export function float32FromText(text: string): number {
  const double = Number(text);
  const magnitude = Math.abs(double);
  const near = Math.min(Math.fround(magnitude), firstTooLarge);
  // On the other side and as far away; it has 32 bits only if `magnitude` is just between the two.
  const far = 2 * magnitude - near;
  if (near === magnitude || far !== Math.fround(far) || !Number.isFinite(far))
    return Math.fround(double);
  const order = compareToText(magnitude, text);
  if (order === 0) return Math.fround(double);
  const rounded = order < 0 ? Math.max(near, far) : Math.min(near, far);
  return Math.fround(Math.sign(double) * rounded);
}

/** The 32-bit number that would follow the largest one. */
const firstTooLarge = 2 ** 128;
/** Binary digits after the point of the smallest number between two 32-bit numbers; its decimal has as many. */
const fractionDigits = 150;

/** Compares the exact decimal digits of a number just between two 32-bit numbers with those of a string. */
function compareToText(magnitude: number, text: string): number {
  const scaled = BigInt(magnitude * 2 ** fractionDigits);
  const digits = (scaled * 5n ** BigInt(fractionDigits)).toString();
  const point = digits.length - fractionDigits;

  const [mantissa = "", exponent = "0"] = text.replace(/^[+-]/, "").split(/e/i);
  const [whole = "", fraction = ""] = mantissa.split(".");
  const all = whole + fraction;
  const given = all.replace(/^0+/, "");
  const givenPoint = whole.length - (all.length - given.length) + Number(exponent);
  if (point !== givenPoint) return point - givenPoint;

  const length = Math.max(digits.length, given.length);
  const [one, other] = [digits.padEnd(length, "0"), given.padEnd(length, "0")];
  return one < other ? -1 : one > other ? 1 : 0;
}
