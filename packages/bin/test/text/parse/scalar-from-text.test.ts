import { expect, test } from "vitest";
import { ParseError, parseSource } from "../../../src/parse.ts";
import { std } from "../../support/make-ty.ts";

const bits = (count: bigint): readonly [least: bigint, most: bigint] => [
  -(2n ** (count - 1n)),
  2n ** (count - 1n) - 1n,
];
const whole = (value: bigint): string => String(value);
const hundredths = (value: bigint): string => String(value).replace(/..$/, ".$&");

test.each<readonly [name: string, least: bigint, most: bigint, write: (value: bigint) => string]>([
  ["Int8", ...bits(8n), whole],
  ["Int16", ...bits(16n), whole],
  ["Int32", ...bits(32n), whole],
  ["Int64", ...bits(64n), whole],
  ["Uint8", 0n, 2n ** 8n - 1n, whole],
  ["Uint16", 0n, 2n ** 16n - 1n, whole],
  ["Uint32", 0n, 2n ** 32n - 1n, whole],
  ["Uint64", 0n, 2n ** 64n - 1n, whole],
  ["Date", ...bits(32n), whole],
  ["Time", 0n, 2n ** 64n - 1n, whole],
  ["Timestamp", ...bits(64n), whole],
  ["Duration", ...bits(64n), whole],
  ["Decimal", ...bits(64n), hundredths],
])("a number for %s is from %i to %i", (name, least, most, write) => {
  const read = (value: bigint): unknown => parseSource(write(value), std(name));
  expect([least, most].map((value) => String(read(value)))).toEqual([String(least), String(most)]);
  for (const beyond of [least - 1n, most + 1n]) expect(() => read(beyond)).toThrow(ParseError);
});
