import { outOfRange, wrongKind } from "../bytes/fault.ts";
import {
  clockFromText,
  clockText,
  dateText,
  daysFromText,
  decimalFromText,
  decimalText as textOfDecimal,
  timestampFromText,
  timestampText,
} from "../text/calendar.ts";
import type { Codec } from "./base/codec.ts";
import { createCodec } from "./base/create-codec.ts";
import { decimal, duration, time, timestamp } from "./big-int.ts";
import { date as dateCodec } from "./small-int.ts";

/** Ways between an exact integer and another form; `undefined` where there is none. */
interface Form<N, T> {
  readonly expected: string;
  readonly type: "string" | "object";
  readonly decode: (value: N) => T | undefined;
  readonly encode: (value: T) => N | undefined;
}

/** Does the same as `mapped`, with errors that name the place, like those of a codec. */
function createForm<N, T>(
  codec: Codec<N>,
  { expected, type, decode, encode }: Form<N, T>,
): Codec<T> {
  return createCodec<T>({
    shape: { kind: "mapped", codec },
    headBytes: () => codec.headBytes,
    ops: () => {
      const { read, write } = codec.ops;
      return {
        read: (reader, at) => {
          const number = read(reader, at) as N;
          return (
            decode(number) ??
            reader.fail(
              `${String(number)} cannot be written as ${expected}; decode the integer`,
              at,
            )
          );
        },
        write: (writer, value, at) => {
          if (typeof value !== type || value === null) wrongKind(expected, value);
          write(writer, encode(value as T) ?? outOfRange(expected, value), at);
        },
      };
    },
  });
}

/**
 * `std::Date` as text: `"2024-10-04"`.
 *
 * Years outside 0000-9999 have a sign: `"+10000-01-01"`, `"-0001-12-31"`. Days outside -262143-01-01 to +262142-12-31
 * have no text: decoding throws a `DecodeError`, encoding a `RangeError`.
 *
 * @see docs/spec/binary-format.md, "Rendering as a literal"
 */
export const isoDate: Codec<string> = /* @__PURE__ */ createForm(dateCodec, {
  expected: 'a date like "2024-10-04"',
  type: "string",
  decode: dateText,
  encode: daysFromText,
});

/** `std::Time` as text: `"12:34:56.000001"`. Hours do not wrap at 24. */
export const isoTime: Codec<string> = /* @__PURE__ */ createForm(time, {
  expected: 'a time like "12:34:56.000001"',
  type: "string",
  decode: clockText,
  encode: clockFromText,
});

/** `std::Timestamp` as text in UTC: `"2023-11-14T22:13:20.123456Z"`. Years as in `isoDate`. */
export const isoTimestamp: Codec<string> = /* @__PURE__ */ createForm(timestamp, {
  expected: 'a timestamp like "2023-11-14T22:13:20.123456Z"',
  type: "string",
  decode: (micros) => {
    const text = timestampText(micros);
    return text === undefined ? undefined : `${text}Z`;
  },
  encode: timestampFromText,
});

/** `std::Duration` as text: `"PT25H1M1.000001S"`, negative ones with a leading minus sign. Days count 24 hours. */
export const isoDuration: Codec<string> = /* @__PURE__ */ createForm(duration, {
  expected: 'a duration like "PT25H1M1.000001S"',
  type: "string",
  decode: durationText,
  encode: durationFromText,
});

/** `std::Decimal` as text: `"12.34"`, `"-0.34"`. */
export const decimalText: Codec<string> = /* @__PURE__ */ createForm(decimal, {
  expected: 'a decimal like "12.34"',
  type: "string",
  decode: textOfDecimal,
  encode: decimalFromText,
});

/**
 * `std::Timestamp` as a JavaScript `Date`.
 *
 * A `Date` has milliseconds: decoding drops what is below them (towards the past). Timestamps more than 100 million
 * days from 1970 have no `Date`.
 */
export const jsDate: Codec<Date> = /* @__PURE__ */ createForm(timestamp, {
  expected: "a valid Date",
  type: "object",
  decode: (micros) => validDate(Number((micros - (((micros % 1000n) + 1000n) % 1000n)) / 1000n)),
  encode: (value) => (isValidDate(value) ? BigInt(value.getTime()) * 1000n : undefined),
});

/** `std::Date` as a JavaScript `Date` at midnight UTC. Encoding takes the day in UTC. */
export const jsDay: Codec<Date> = /* @__PURE__ */ createForm(dateCodec, {
  expected: "a valid Date",
  type: "object",
  decode: (days) => validDate(days * msPerDay),
  encode: (value) => (isValidDate(value) ? Math.floor(value.getTime() / msPerDay) : undefined),
});

const msPerDay = 86_400_000;

function validDate(ms: number): Date | undefined {
  const value = new Date(ms);
  return Number.isNaN(value.getTime()) ? undefined : value;
}

function isValidDate(value: unknown): value is Date {
  return value instanceof Date && !Number.isNaN(value.getTime());
}

function durationText(micros: bigint): string {
  const [clock = "", fraction = ""] = clockText(micros < 0n ? -micros : micros).split(".");
  const [hours, minutes, seconds] = clock.split(":").map(Number);
  const decimals = fraction.replace(/0+$/, "");
  const parts = [
    hours === 0 ? "" : `${hours}H`,
    minutes === 0 ? "" : `${minutes}M`,
    seconds === 0 && decimals === "" ? "" : `${seconds}${decimals && `.${decimals}`}S`,
  ].join("");
  return `${micros < 0n ? "-" : ""}PT${parts === "" ? "0S" : parts}`;
}

function durationFromText(text: string): bigint | undefined {
  const match =
    /^([+-]?)P(?=[\dT])(?:(\d{1,12})D)?(?:T(?=\d)(?:(\d{1,12})H)?(?:(\d{1,14})M)?(?:(\d{1,15})(?:[.,](\d{1,6}))?S)?)?$/.exec(
      text,
    );
  if (match === null) return undefined;
  const [, sign, days = "0", hours = "0", minutes = "0", seconds = "0", fraction = ""] = match;
  const whole =
    BigInt(days) * 86_400n + BigInt(hours) * 3600n + BigInt(minutes) * 60n + BigInt(seconds);
  const micros = whole * 1_000_000n + BigInt(fraction.padEnd(6, "0"));
  return sign === "-" ? -micros : micros;
}
