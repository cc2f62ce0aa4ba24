import { executionError } from "../execution-error.ts";
import { timeZone } from "../values/time-zone.ts";
import { dateInRange } from "./date.ts";
import {
  type NativeContext,
  nativeFunction,
  nativeModule,
  type NativeModule,
} from "../native-module.ts";
import type { Integer64 } from "../values/integer64.ts";

const firstMicro = -8_334_601_228_800_000_000n;
const lastMicro = 8_210_266_876_799_999_999n;
const secondMicros = 1_000_000;
const daySeconds = 86_400;

/**
 * Creates `std::timestamp`: microseconds since 1970-01-01 in universal time.
 *
 * @see docs/spec/interpreter.md, "Dates and time zones"
 */
export function timestampModule(): NativeModule {
  return nativeModule("std::timestamp", {
    to_date: nativeFunction(["int64", "string"], "int32", (context, micros, zone) =>
      toDate(context, micros, zone),
    ),
  });
}

/** Returns the day of a zone's calendar, counted from 1970-01-01. */
function toDate(context: NativeContext, micros: Integer64, zone: string): number {
  context.step(1);
  const seconds = wholeSeconds(micros);
  return dateInRange(
    Math.floor((seconds + timeZone(zone).offsetAt(seconds, context)) / daySeconds),
  );
}

/** Rounds down. Dividing first and rounding then would be one too many just below a whole second far from 1970. */
function wholeSeconds(micros: Integer64): number {
  if (micros < firstMicro || micros > lastMicro) {
    throw executionError(
      `timestamp out of range: ${micros} is not within ${firstMicro} to ${lastMicro} microseconds`,
    );
  }
  if (typeof micros === "bigint") {
    const second = BigInt(secondMicros);
    const seconds = Number(micros / second);
    return micros % second < 0n ? seconds - 1 : seconds;
  }
  const rest = micros % secondMicros;
  return (micros - rest) / secondMicros - (rest < 0 ? 1 : 0);
}
