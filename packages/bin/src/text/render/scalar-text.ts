import type { IntegerView, ScalarView } from "../../types/type-view.ts";
import { clockText, dateText, decimalText, timestampText } from "../calendar.ts";
import { floatSource } from "./float-text.ts";
import { quoteText } from "./quote.ts";

/**
 * Returns Lutra's literal of a scalar, or `undefined` if the value is not of the type.
 *
 * @see docs/spec/binary-format.md, "Rendering as a literal"
 */
export function scalarSource(view: ScalarView, value: unknown): string | undefined {
  if (view.kind === "text") return typeof value === "string" ? quoteText(value) : undefined;
  const text = scalarText(view, value);
  return text !== undefined && isClock(view, text) ? `@${text}` : text;
}

/** Returns a scalar without marks: text as it is, dates and times without `@`. */
export function scalarText(view: ScalarView, value: unknown): string | undefined {
  switch (view.kind) {
    case "bool":
      return typeof value === "boolean" ? String(value) : undefined;
    case "text":
      return typeof value === "string" ? value : undefined;
    case "float":
      return typeof value === "number" ? floatSource(value, view.name === "Float32") : undefined;
    case "integer":
      return integerText(view, value);
    case "date": {
      if (!isWhole(value)) return undefined;
      return dateText(Number(value)) ?? String(value);
    }
    case "time":
    case "duration":
      return isWhole(value) ? clockText(BigInt(value)) : undefined;
    case "timestamp":
      return isWhole(value) ? (timestampText(BigInt(value)) ?? String(value)) : undefined;
    case "decimal":
      return isWhole(value) ? decimalText(BigInt(value)) : undefined;
  }
}

function integerText(view: IntegerView, value: unknown): string | undefined {
  return isWhole(value) && value >= view.min && value <= view.max
    ? BigInt(value).toString()
    : undefined;
}

/** Codecs give 64-bit numbers as `bigint`, or as safe `number` where one asked for that. */
function isWhole(value: unknown): value is number | bigint {
  return typeof value === "bigint" || Number.isSafeInteger(value);
}

/** Days and microseconds out of the calendar's range are plain numbers, which take no mark. */
function isClock(view: ScalarView, text: string): boolean {
  if (view.kind === "time" || view.kind === "duration") return true;
  return (view.kind === "date" || view.kind === "timestamp") && text.includes("-", 1);
}
