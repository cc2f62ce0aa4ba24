import { executionError } from "../execution-error.ts";
import { timeZone } from "../values/time-zone.ts";
import {
  type NativeContext,
  nativeFunction,
  nativeModule,
  type NativeModule,
} from "../native-module.ts";
import type { Integer64 } from "../values/integer64.ts";

/** 1st of January -262143 and 31st of December 262142, in days since 1970-01-01. `Date` reaches a little further. */
const firstDay = -96_465_292;
const lastDay = 95_026_236;
const dayMs = 86_400_000;

/**
 * Creates `std::date`: days since 1970-01-01 in the proleptic Gregorian calendar, with a year 0.
 *
 * @see docs/spec/interpreter.md, "Dates and time zones"
 */
export function dateModule(): NativeModule {
  return nativeModule("std::date", {
    to_timestamp: nativeFunction(["int32", "string"], "int64", (context, days, zone) =>
      toTimestamp(context, days, zone),
    ),
    to_year_month_day: nativeFunction(["int32"], "data", (_context, days) => toYearMonthDay(days)),
  });
}

/**
 * Checks that a day is one that programs can count with, and gives it back.
 *
 * @throws RunnerError `EXECUTION_ERROR`
 */
export function dateInRange(days: number): number {
  if (days >= firstDay && days <= lastDay) return days;
  throw executionError(`date out of range: day ${days} is not within ${firstDay} to ${lastDay}`);
}

/** Microseconds since 1970-01-01 in universal time, of the beginning of a day in a zone. */
function toTimestamp(context: NativeContext, days: number, zone: string): Integer64 {
  context.step(1);
  const seconds = timeZone(zone).startOfDay(dateInRange(days), context);
  if (seconds < firstDay * (dayMs / 1000)) {
    throw executionError(`timestamp out of range: day ${days} begins beyond it in ${zone}`);
  }
  const micros = seconds * 1_000_000;
  return Number.isSafeInteger(micros) ? micros : BigInt(seconds) * 1_000_000n;
}

/** Encodes `{year: Int32, month: Uint8, day: Uint8}`. */
function toYearMonthDay(days: number): Uint8Array {
  const date = new Date(dateInRange(days) * dayMs);
  const bytes = new Uint8Array(6);
  new DataView(bytes.buffer).setInt32(0, date.getUTCFullYear(), true);
  bytes[4] = date.getUTCMonth() + 1;
  bytes[5] = date.getUTCDate();
  return bytes;
}
