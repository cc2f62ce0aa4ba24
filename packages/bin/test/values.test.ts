import { hexFromBytes } from "@lutra-internal/fixtures";
import { describe, expect, it } from "vitest";
import {
  array,
  bool,
  bytes,
  type AnyCodec,
  type Codec,
  date,
  decimal,
  decimalText,
  duration,
  enumOf,
  float32,
  float64,
  int16,
  int32,
  int64,
  int8,
  isoDate,
  isoDuration,
  isoTime,
  isoTimestamp,
  jsDate,
  jsDay,
  option,
  ordering,
  prim16,
  prim32,
  prim64,
  prim8,
  recursive,
  text,
  time,
  timestamp,
  tuple,
  uint16,
  uint32,
  uint64,
  uint8,
  unit,
} from "../src/index.ts";

describe("values and their bytes", () => {
  const rows: readonly (readonly [string, AnyCodec, unknown, string])[] = [
    ["bool", bool, true, "01"],
    ["int8", int8, -128, "80"],
    ["int16", int16, -2, "feff"],
    ["int32", int32, 0x01020304, "04030201"],
    ["int64", int64, -(2n ** 63n), "0000000000000080"],
    ["uint8", uint8, 255, "ff"],
    ["uint16", uint16, 65535, "ffff"],
    ["uint32", uint32, 4294967295, "ffffffff"],
    ["uint64", uint64, 2n ** 64n - 1n, "ffffffffffffffff"],
    ["prim8", prim8, 255, "ff"],
    ["prim16", prim16, 513, "0102"],
    ["prim32", prim32, 1, "01000000"],
    ["prim64", prim64, 2n ** 63n, "0000000000000080"],
    ["float32", float32, 1.5, "0000c03f"],
    ["float64", float64, -0, "0000000000000080"],
    ["float64, not a number", float64, Number.NaN, "000000000000f87f"],
    ["date", date, 20000, "204e0000"],
    ["time", time, 45296000001n, "011cda8b0a000000"],
    ["timestamp", timestamp, 1700000000123456n, "40222018240a0600"],
    ["duration", duration, -90061000001n, "bf32f207ebffffff"],
    ["decimal", decimal, -1234n, "2efbffffffffffff"],
    ["ordering", ordering, "greater", "02"],
    ["unit", unit, undefined, ""],
    ["text", text, "é€", "0800000005000000c3a9e282ac"],
    ["text with a zero and an emoji", text, "a\0😀", "08000000060000006100f09f9880"],
    ["bytes", bytes, Uint8Array.of(1, 2), "08000000020000000102"],
    ["array", array(int16), [1, 2], "08000000020000000100" + "0200"],
    ["array of nothing", array(unit), [undefined, undefined], "0800000002000000"],
    ["tuple of lists", tuple([int8, unit, int8]), [1, undefined, 2], "0102"],
    ["option", option(int16), 65, "014100"],
    ["no option", option(int16), null, "000000"],
    ["names", enumOf({ a: unit, b: unit }), "b", "01"],
    ["one name", enumOf({ z: unit }), "z", ""],
    ["option of unit", enumOf({ none: unit, some: unit }), "some", "01"],
    ["enumOf as option", enumOf({ none: unit, some: int16 }), null, "000000"],
    [
      "option of option",
      enumOf({ none: unit, some: option(int16) }),
      { tag: "some", value: 5 },
      "01010500",
    ],
    [
      "option of option of nothing",
      enumOf({ none: unit, some: option(int16) }),
      { tag: "some", value: null },
      "01000000",
    ],
    [
      "a payload without bytes behind a pointer",
      enumOf({ u: enumOf({ z: unit }), t: text }),
      { tag: "u", value: "z" },
      "0000000000",
    ],
    ["int64 as number", int64.asNumber, -12, "f4ffffffffffffff"],
    ["int64 as the largest safe number", int64.asNumber, 2 ** 53 - 1, "ffffffffffff1f00"],
    ["int64 as the smallest safe number", int64.asNumber, -(2 ** 53 - 1), "010000000000e0ff"],
    ["int64 as minus 2^32", int64.asNumber, -(2 ** 32), "00000000ffffffff"],
    ["uint64 as number", uint64.asNumber, 2 ** 32, "0000000001000000"],
    ["uint64 as the number 0", uint64.asNumber, 0, "0000000000000000"],
    ["decimal text", decimalText, "-0.34", "deffffffffffffff"],
    ["date text", isoDate, "2024-10-04", "204e0000"],
    ["date text before year zero", isoDate, "-0001-12-31", "5705f5ff"],
    ["date text far away", isoDate, "+262142-12-31", "3cfca905"],
    ["time text", isoTime, "12:34:56.000001", "011cda8b0a000000"],
    ["timestamp text", isoTimestamp, "2023-11-14T22:13:20.123456Z", "40222018240a0600"],
    ["timestamp text before 1970", isoTimestamp, "1969-12-31T23:59:59.999999Z", "ffffffffffffffff"],
    ["duration text", isoDuration, "-PT25H1M1.000001S", "bf32f207ebffffff"],
    ["duration text of nothing", isoDuration, "PT0S", "0000000000000000"],
    ["duration text of the least", isoDuration, "-PT0.000001S", "ffffffffffffffff"],
    ["a Date", jsDate, new Date("2023-11-14T22:13:20.123Z"), "78202018240a0600"],
    ["a Date for a day", jsDay, new Date("2024-10-04T00:00:00Z"), "204e0000"],
  ];

  it.each(rows)("%s", (_name, codec, value, hex) => {
    // The next encoding finds other bytes in memory than zeros.
    tuple([prim64, prim64]).encode([2n ** 64n - 1n, 2n ** 64n - 1n]);
    const encoded = codec.encode(value as never);
    expect(hexFromBytes(encoded)).toBe(hex);
    expect(codec.decode(encoded)).toStrictEqual(value);
    expect(Object.is(codec.decode(encoded), value) || typeof value === "object").toBe(true);
  });

  it("a Date loses what is below the millisecond, towards the past", () => {
    expect(jsDate.decode(timestamp.encode(-1n)).getTime()).toBe(-1);
    expect(jsDate.decode(timestamp.encode(1999n)).getTime()).toBe(1);
  });

  it("durations are read in days, too", () => {
    expect(duration.decode(isoDuration.encode("P1DT1.5S"))).toBe(86_401_500_000n);
  });
});

describe("values that are refused", () => {
  const movies = tuple({ movies: array(tuple({ id: int16, title: text })) });
  const circle = enumOf({ dot: unit, circle: float64 });
  const rows: readonly (readonly [string, AnyCodec, unknown, ErrorConstructor, string])[] = [
    ["a number for a bool", bool, 1, TypeError, "expected a boolean, got 1"],
    ["a string for a number", int8, "1", TypeError, 'from -128 to 127, got "1"'],
    ["a bigint for a number", int32, 1n, TypeError, "got 1n"],
    ["too large", int8, 128, RangeError, "expected an integer from -128 to 127, got 128"],
    ["too small", uint8, -1, RangeError, "expected an integer from 0 to 255, got -1"],
    ["a fraction", int32, 1.5, RangeError, "from -2147483648 to 2147483647, got 1.5"],
    ["not a number", uint32, Number.NaN, RangeError, "got NaN"],
    ["too large for 32 bits", uint32, 2 ** 32, RangeError, "4294967295"],
    ["too large for int16", int16, 32768, RangeError, "32767"],
    ["too large for uint16", uint16, 65536, RangeError, "65535"],
    ["a number for a bigint", int64, 1, TypeError, "expected a bigint, got 1"],
    ["a bigint too large", int64, 2n ** 63n, RangeError, "64-bit signed"],
    ["a bigint too small", uint64, -1n, RangeError, "64-bit unsigned"],
    ["a bigint too large for unsigned", uint64, 2n ** 64n, RangeError, "64-bit unsigned"],
    ["an unsafe number", int64.asNumber, 2 ** 53, RangeError, "safe integer"],
    ["a bigint for a number of 64 bits", int64.asNumber, 1n, TypeError, "a safe integer, got 1n"],
    ["a negative number for unsigned", uint64.asNumber, -1, RangeError, "not negative"],
    ["a string for a float", float64, "1", TypeError, "expected a number"],
    ["null for a float", float32, null, TypeError, "got null"],
    ["a number for a text", text, 5, TypeError, "expected a string, got 5"],
    ["a lone surrogate", text, "a\ud800", TypeError, "lone surrogate"],
    ["a lone surrogate in a long text", text, `${"x".repeat(99)}\udc00`, TypeError, "surrogate"],
    ["an array for bytes", bytes, [1], TypeError, "expected a Uint8Array, got an array of 1"],
    ["an object for an array", array(int8), {}, TypeError, "expected an array, got an Object"],
    ["an item of an array", array(int8), [1, 2, "x"], TypeError, "[2]: expected an integer"],
    ["an array for an object", tuple({ a: int8 }), [1], TypeError, "expected an object"],
    ["null for an object", tuple({ a: int8 }), null, TypeError, "got null"],
    ["a tuple too short", tuple([int8, int8]), [1], TypeError, "expected an array of 2"],
    ["a tuple too long", tuple([int8, int8]), [1, 2, 3], TypeError, "got an array of 3"],
    ["something for nothing", unit, 0, TypeError, "expected undefined, got 0"],
    [
      "a missing field",
      movies,
      { movies: [{ id: 1, title: "a" }, { id: 1, title: "a" }, { id: 2, title: "b" }, { id: 3 }] },
      TypeError,
      ".movies[3].title: expected a string, got undefined",
    ],
    ["undefined for an option", option(int8), undefined, TypeError, "expected a value or null"],
    ["an unknown name", enumOf({ a: unit, b: unit }), "c", TypeError, 'one of a, b, got "c"'],
    ["an unknown tag", circle, { tag: "square" }, TypeError, "expected one of dot, circle"],
    ["no tag", circle, {}, TypeError, "expected one of dot, circle, got undefined"],
    ["a bare name", circle, "dot", TypeError, "expected an object with a tag"],
    ["a payload", circle, { tag: "circle" }, TypeError, ".circle: expected a number"],
    [
      "a payload of a unit",
      circle,
      { tag: "dot", value: 1 },
      TypeError,
      ".dot: expected undefined",
    ],
    ["an enum without variants", enumOf({}), "a", TypeError, "has no values"],
    ["a date that does not exist", isoDate, "2023-02-29", RangeError, "expected a date"],
    ["a date that is no text", isoDate, 5, TypeError, "expected a date"],
    ["a negative time", isoTime, "-00:00:01", RangeError, "unsigned"],
    ["a decimal with three digits", decimalText, "1.234", RangeError, "expected a decimal"],
    ["a decimal too large", decimalText, "92233720368547758.08", RangeError, "64-bit"],
    ["a duration in months", isoDuration, "P1M", RangeError, "expected a duration"],
    ["an empty duration", isoDuration, "PT", RangeError, "expected a duration"],
    ["an invalid Date", jsDate, new Date(Number.NaN), RangeError, "expected a valid Date"],
    ["a number for a Date", jsDay, 5, TypeError, "expected a valid Date"],
    ["null for a Date", jsDate, null, TypeError, "expected a valid Date, got null"],
  ];

  it.each(rows)("%s", (_name, codec, value, errorType, message) => {
    expect(() => codec.encode(value as never)).toThrow(errorType);
    expect(() => codec.encode(value as never)).toThrow(message);
  });

  it("a value that contains itself", () => {
    interface Node {
      next: Node[];
    }
    const node: Codec<Node> = recursive(() => tuple({ next: array(node) }));
    const own: Node = { next: [] };
    own.next.push(own);
    expect(() => node.encode(own)).toThrow(/contains itself/);
    // The writer is in order again.
    expect(hexFromBytes(node.encode({ next: [] }))).toBe("0800000000000000");
  });

  it("integers that a number cannot hold", () => {
    expect(() => int64.asNumber.decode(int64.encode(2n ** 53n))).toThrow("too large for a number");
    expect(() => uint64.asNumber.decode(uint64.encode(2n ** 64n - 1n))).toThrow("bigint");
  });

  it("dates without text", () => {
    expect(() => isoDate.decode(date.encode(2 ** 31 - 1))).toThrow("decode the integer");
    expect(() => jsDate.decode(timestamp.encode(2n ** 63n - 1n))).toThrow("decode the integer");
  });
});

describe("types that are refused", () => {
  it("names that would lose their order", () => {
    expect(() => tuple({ "1": int8, a: int8 })).toThrow(TypeError);
    expect(() => tuple({ a: int8, "4294967294": int8 })).toThrow(TypeError);
    expect(() => enumOf({ b: unit, "0": int8 })).toThrow(TypeError);
  });

  it("an option the wrong way round", () => {
    expect(() => enumOf({ some: int8, none: unit })).toThrow(/none before some/);
  });

  it("an option of what may be null", () => {
    const twice = option(option(int8) as unknown as Codec<number>);
    expect(() => twice.encode(1)).toThrow(/enumOf/);
  });
});
