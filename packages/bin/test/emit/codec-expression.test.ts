import { expect, test } from "vitest";
import { type AnyCodec, array, bytes, int32, option, tuple, unit } from "../../src/index.ts";
import { codecExpression } from "../../src/emit.ts";
import { rawBytes } from "../../src/generated.ts";

test.each<[AnyCodec, string]>([
  [int32, "int32"],
  [unit, "unit"],
  [bytes, "bytes"],
  [rawBytes, "rawBytes"],
  [array(option(int32)), "array(option(int32))"],
  [tuple({ a: int32, b: bytes }), "tuple({ a: int32, b: bytes })"],
])("%# is written as %s", (codec, expected) => {
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
  expect(names).toEqual(codec === rawBytes ? ["rawBytes"] : []);
});
