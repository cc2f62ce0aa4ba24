import {
  type AnyCodec,
  decimalText,
  int64,
  isoDate,
  isoDuration,
  isoTime,
  isoTimestamp,
  jsDate,
  jsDay,
  uint64,
} from "@lutra/bin";

/** Forms of the values of standard types, where the usual one is not wanted. */
export interface ValueOptions {
  /** `number` for `Int64` and `Uint64`: decoding refuses what is no safe integer. @default `bigint` */
  readonly int64?: "number";
  /** `iso` for strings such as `2024-10-04`, `js` for a `Date` at midnight UTC. @default days, as a number */
  readonly date?: "iso" | "js";
  /**
   * `iso` for strings in UTC, `js` for a `Date`, without what is below milliseconds. @default microseconds, as a
   * `bigint`
   */
  readonly timestamp?: "iso" | "js";
  /** `iso` for strings such as `12:34:56`. @default microseconds, as a `bigint` */
  readonly time?: "iso";
  /** `iso` for strings such as `PT25H1M`. @default microseconds, as a `bigint` */
  readonly duration?: "iso";
  /** `text` for strings such as `12.34`. @default hundredths, as a `bigint` */
  readonly decimal?: "text";
}

/** A codec of `@lutra/bin` that stands for a standard type. */
interface ValueCodec {
  /** Name of the standard type. */
  readonly type: string;
  readonly codec: AnyCodec;
  /** Expression for the codec; it begins with the name that is imported. */
  readonly expression: string;
  /** TypeScript type of its values. */
  readonly text: string;
}

const valueCodecs: Readonly<
  Record<keyof ValueOptions, Readonly<Record<string, readonly ValueCodec[]>>>
> = {
  int64: {
    number: [
      { type: "Int64", codec: int64.asNumber, expression: "int64.asNumber", text: "number" },
      { type: "Uint64", codec: uint64.asNumber, expression: "uint64.asNumber", text: "number" },
    ],
  },
  date: {
    iso: [{ type: "Date", codec: isoDate, expression: "isoDate", text: "string" }],
    js: [{ type: "Date", codec: jsDay, expression: "jsDay", text: "Date" }],
  },
  timestamp: {
    iso: [{ type: "Timestamp", codec: isoTimestamp, expression: "isoTimestamp", text: "string" }],
    js: [{ type: "Timestamp", codec: jsDate, expression: "jsDate", text: "Date" }],
  },
  time: { iso: [{ type: "Time", codec: isoTime, expression: "isoTime", text: "string" }] },
  duration: {
    iso: [{ type: "Duration", codec: isoDuration, expression: "isoDuration", text: "string" }],
  },
  decimal: {
    text: [{ type: "Decimal", codec: decimalText, expression: "decimalText", text: "string" }],
  },
};

/** Names of the options and what each of them can be. */
export const valueChoices: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(valueCodecs).map(([key, forms]) => [key, Object.keys(forms)]),
);

/** Returns the codecs that options put in place of those of standard types, by type. */
export function standardCodecsOf(options: ValueOptions): Readonly<Record<string, AnyCodec>> {
  const chosen = Object.entries(options).flatMap(
    ([key, form]) => valueCodecs[key as keyof ValueOptions][form as string] ?? [],
  );
  return Object.fromEntries(chosen.map(({ type, codec }) => [type, codec]));
}

/** Returns the expression with which generated code calls a codec that an option has chosen; `undefined` for others. */
export function valueCodecOf(codec: AnyCodec): Pick<ValueCodec, "expression" | "text"> | undefined {
  return Object.values(valueCodecs)
    .flatMap((forms) => Object.values(forms).flat())
    .find((each) => each.codec === codec);
}
