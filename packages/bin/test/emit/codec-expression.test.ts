import { expect, test } from "vitest";
import {
  type AnyCodec,
  array,
  bytes,
  codecFor,
  int32,
  option,
  tuple,
  unit,
} from "../../src/index.ts";
import { createTuple } from "../../src/codecs/tuple.ts";
import { codecExpression } from "../../src/emit.ts";
import { rawBytes } from "../../src/generated.ts";
import { parsePrintedTypes } from "../../src/program.ts";

const printed = (variants: string): AnyCodec => {
  const { input, defs } = parsePrintedTypes(`Input: enum {${variants}}\nOutput: Int64`);
  return codecFor(input, defs);
};

const pairs = (names: readonly (string | null)[]): AnyCodec =>
  createTuple(names.map((name) => ({ name, codec: int32 })));

test.each<[AnyCodec, string, support?: string]>([
  [int32, "int32"],
  [unit, "unit"],
  [bytes, "bytes"],
  [rawBytes, "rawBytes", "rawBytes"],
  [printed("none, some: Int32"), "option(int32)"],
  [printed("some: Int32, none"), 'enumOfPairs([["some", int32], ["none", unit]])', "enumOfPairs"],
  [printed("some: Int32, none, other"), "enumOf({ some: int32, none: unit, other: unit })"],
  [printed("none: Int32, some"), "enumOf({ none: int32, some: unit })"],
  [printed("`1`: Int32, `01`"), 'enumOfPairs([["1", int32], ["01", unit]])', "enumOfPairs"],
  [printed("some: Int32, other"), "enumOf({ some: int32, other: unit })"],
  [printed("a: Int32, none"), "enumOf({ a: int32, none: unit })"],
  [
    printed("a: Int32, `4294967294`"),
    'enumOfPairs([["a", int32], ["4294967294", unit]])',
    "enumOfPairs",
  ],
  [printed(""), "enumOf({})"],
  [tuple([int32, unit]), "tuple([int32, unit])"],
  [pairs(["1", "a"]), 'tupleOfPairs([["1", int32], ["a", int32]])', "tupleOfPairs"],
  [pairs(["a", "a"]), 'listOfPairs([["a", int32], ["a", int32]])', "listOfPairs"],
  [pairs(["a", null]), 'listOfPairs([["a", int32], [null, int32]])', "listOfPairs"],
  [array(option(int32)), "array(option(int32))"],
  [tuple({ a: int32, b: bytes }), "tuple({ a: int32, b: bytes })"],
])("%# is written as %s", (codec, expected, used) => {
  const names: string[] = [];
  const expression = codecExpression(codec, {
    known: () => undefined,
    opaque: () => "",
    callMark: "",
    combinator: (name) => name,
    support: (name) => {
      names.push(name);
      return name;
    },
  });
  expect(expression).toBe(expected);
  expect(names).toEqual(used === undefined ? [] : [used]);
});
