/**
 * Returns the text of a 64-bit float: the shortest digits that read back as the same number, never with an exponent, no
 * trailing `.0`. Not-a-number is `NaN`, infinities are `inf` and `-inf`, negative zero is `-0`.
 *
 * @see docs/spec/interpreter.md, "Conversions"
 */
export function float64Text(value: number): string {
  return specialText(value) ?? positional(String(value));
}

/**
 * Returns the text of a 32-bit float: like {@link float64Text}, with the shortest digits that read back as the same
 * 32-bit number.
 *
 * @param value - a number that is a 32-bit float already (`Math.fround` does not change it)
 * @see docs/spec/interpreter.md, "Conversions"
 */
export function float32Text(value: number): string {
  const special = specialText(value);
  if (special !== undefined) return special;
  // Below 2^24 every digit of a whole number is needed.
  if (Number.isInteger(value) && Math.abs(value) < 0x1_00_00_00) return String(value);
  return positional(shortestFloat32(value));
}

function specialText(value: number): string | undefined {
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  if (Number.isFinite(value)) return undefined;
  return Number.isNaN(value) ? "NaN" : value > 0 ? "inf" : "-inf";
}

/** Nine digits tell all 32-bit floats apart. */
const maxFloat32Digits = 9;

function shortestFloat32(value: number): string {
  for (let digits = 1; digits < maxFloat32Digits; digits++) {
    const nearest = value.toExponential(digits - 1);
    if (Math.fround(Number(nearest)) === value) return nearest;
    // Above a power of two floats lie twice as far apart as below it: there the second-nearest digits, away from
    // zero, can read back where the nearest do not.
    const next = awayFromZero(nearest, digits);
    if (Math.fround(next) === value) return next.toExponential(digits - 1);
  }
  return value.toExponential(maxFloat32Digits - 1);
}

/** Returns the number one unit of the last digit further from zero. */
function awayFromZero(scientific: string, digits: number): number {
  const mark = scientific.indexOf("e");
  const significand = scientific.slice(0, mark).replace(".", "");
  const exponent = Number(scientific.slice(mark + 1)) - (digits - 1);
  const step = significand.startsWith("-") ? -1 : 1;
  return Number(`${Number(significand) + step}e${exponent}`);
}

/** Writes a decimal number with or without exponent as one without. */
function positional(text: string): string {
  const mark = text.indexOf("e");
  if (mark < 0) return text;
  const sign = text.startsWith("-") ? "-" : "";
  const [whole = "", fraction = ""] = text.slice(sign.length, mark).split(".");
  let digits = whole + fraction;
  while (digits.endsWith("0")) digits = digits.slice(0, -1);
  // Where the point goes, counted from the first digit.
  const point = whole.length + Number(text.slice(mark + 1));
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits.padEnd(point, "0");
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
