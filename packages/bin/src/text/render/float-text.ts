/**
 * Text of floating point numbers from their shortest digits.
 *
 * @see docs/spec/binary-format.md, "Rendering as a literal"
 */

import { float32FromText } from "../float32.ts";

/** Returns Lutra's literal of a number: `1.0`, `1e16`, `9.9999e-5`, `NaN`, `-inf`. */
export function floatSource(number: number, single: boolean): string {
  const value = single ? Math.fround(number) : number;
  if (Number.isNaN(value)) return "NaN";
  const sign = isNegative(value) ? "-" : "";
  if (!Number.isFinite(value)) return `${sign}inf`;
  const { digits, exponent } = shortestDigits(Math.abs(value), single);
  if (exponent >= -4 && exponent < 16) return sign + positional(digits, exponent);
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : "";
  return `${sign}${digits.charAt(0)}${fraction}e${exponent}`;
}

/** Renders a number for people: always positional, one decimal where it is whole and below 10^15. */
export function floatForReading(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  const sign = isNegative(value) ? "-" : "";
  if (!Number.isFinite(value)) return `${sign}Inf`;
  const { digits, exponent } = shortestDigits(Math.abs(value), false);
  const text = positional(digits, exponent);
  return sign + (Math.abs(value) < 1e15 ? text : text.replace(/\.0$/, ""));
}

/** Renders a JSON number. The caller deals with NaN and the infinities, which JSON has not. */
export function floatJson(value: number, single: boolean): string {
  if (Object.is(value, -0)) return "-0.0";
  return single ? floatSource(value, true) : String(value);
}

/** A positive number as `d.ddd` times ten to the `exponent`. */
interface Digits {
  readonly digits: string;
  readonly exponent: number;
}

function shortestDigits(magnitude: number, single: boolean): Digits {
  const text = single ? shortestSingle(magnitude) : shortestDouble(magnitude);
  const [mantissa = "0", exponent = "0"] = text.split("e");
  return { digits: mantissa.replace(".", ""), exponent: Number(exponent) };
}

/** Returns the shortest digits that read back as the same number; of two that are as near, the higher ones. */
function shortestDouble(magnitude: number): string {
  const text = magnitude.toExponential();
  // JavaScript leaves open which ones it gives. Only long numbers lie just between: 1097718834198879.25.
  const decimals = text.indexOf("e") - 2;
  if (decimals < 15) return text;
  const higher = magnitude.toExponential(decimals);
  return Number(higher) === magnitude ? higher : text;
}

/** Returns the shortest digits that read back as the same 32-bit number, in exponential form. */
function shortestSingle(magnitude: number): string {
  // Nine digits are always enough.
  for (let decimals = 0; ; decimals++) {
    const nearest = magnitude.toExponential(decimals);
    if (float32FromText(nearest) === magnitude) return nearest;
    // Below a power of two numbers lie denser than above, so the neighbour further off may be the one.
    const above = nextUp(nearest, decimals);
    if (float32FromText(above) === magnitude) return above;
  }
}

/** Returns the next number of as many digits. */
function nextUp(exponential: string, decimals: number): string {
  const [mantissa = "0", exponent = "0"] = exponential.split("e");
  const units = Number(mantissa.replace(".", "")) + 1;
  return Number(`${units}e${Number(exponent) - decimals}`).toExponential(decimals);
}

function positional(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  return `${whole}.${digits.slice(exponent + 1) || "0"}`;
}

function isNegative(value: number): boolean {
  return value < 0 || Object.is(value, -0);
}
