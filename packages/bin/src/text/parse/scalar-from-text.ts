import type { ScalarView } from "../../types/type-view.ts";
import { clockFromText, daysFromText, decimalFromText, timestampFromText } from "../calendar.ts";
import { float32FromText } from "../float32.ts";

/** Returns a scalar from the whole of `text`, or `undefined` if the text is not one. */
export function scalarFromText(
  view: ScalarView,
  text: string,
): boolean | number | bigint | string | undefined {
  switch (view.kind) {
    case "bool":
      return text === "true" ? true : text === "false" ? false : undefined;
    case "text":
      // Half a surrogate pair is no character, and so no text in UTF-8.
      return /\p{Surrogate}/u.test(text) ? undefined : text;
    case "integer":
      return integerFromText(view, text);
    case "float":
      return floatFromText(text, view.name === "Float32");
    case "date":
      return daysFromText(text) ?? integerFromText(days, text);
    case "time":
      return inRange(clockFromText(text), uint64) ?? inRange(wholeFromText(text), uint64);
    case "timestamp":
      return timestampFromText(text) ?? inRange(wholeFromText(text), int64);
    case "duration":
      return inRange(clockFromText(text), int64) ?? inRange(wholeFromText(text), int64);
    case "decimal":
      return inRange(decimalFromText(text), int64);
  }
}

interface Range {
  readonly min: bigint;
  readonly max: bigint;
}

const days = { min: -0x8000_0000n, max: 0x7fff_ffffn, wide: false };
const int64: Range = { min: -0x8000_0000_0000_0000n, max: 0x7fff_ffff_ffff_ffffn };
const uint64: Range = { min: 0n, max: 0xffff_ffff_ffff_ffffn };

function inRange(value: bigint | undefined, range: Range): bigint | undefined {
  return value !== undefined && value >= range.min && value <= range.max ? value : undefined;
}

function integerFromText(
  view: Range & { wide: boolean },
  text: string,
): number | bigint | undefined {
  const value = inRange(wholeFromText(text), view);
  return value === undefined || view.wide ? value : Number(value);
}

function wholeFromText(text: string): bigint | undefined {
  // No type holds more than 20 digits, and reading more takes quadratic time.
  const match = /^([+-]?)0*(\d{1,20})$/.exec(text);
  if (match === null) return undefined;
  const [, sign, digits = ""] = match;
  const magnitude = BigInt(digits);
  return sign === "-" ? -magnitude : magnitude;
}

function floatFromText(text: string, single: boolean): number | undefined {
  if (Object.hasOwn(namedFloats, text)) return namedFloats[text];
  if (!/^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)) return undefined;
  const value = single ? float32FromText(text) : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

const namedFloats: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  "-inf": Number.NEGATIVE_INFINITY,
  Infinity: Number.POSITIVE_INFINITY,
  "-Infinity": Number.NEGATIVE_INFINITY,
};
