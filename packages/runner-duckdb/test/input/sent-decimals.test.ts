import type { Ty } from "@lutra/bin";
import { expect, test } from "vitest";
import { sendsDecimals } from "../../src/input/sent-decimals.ts";
import { programTypes } from "../../src/program-types.ts";
import { arrayTy, enumTy, optionTy, std, tupleTy } from "../support/make-program.ts";

const decimal = std("Decimal");

test.each<[string, Ty, boolean]>([
  ["a decimal", decimal, false],
  ["a tuple with one", tupleTy({ a: decimal }), false],
  ["an array of integers", arrayTy(std("Int64")), false],
  [
    "an array of integers beside a decimal",
    tupleTy({ a: arrayTy(std("Int64")), b: decimal }),
    false,
  ],
  ["an array of decimals", arrayTy(decimal), true],
  ["an array of tuples with one", arrayTy(tupleTy({ a: std("Text"), b: decimal })), true],
  ["an option of an array of options", optionTy(arrayTy(optionTy(decimal))), true],
  ["an enum with an array", enumTy({ a: decimal, b: arrayTy(decimal) }), true],
  [
    "one outside of an array, and then one in it",
    tupleTy({ a: decimal, b: arrayTy(decimal) }),
    true,
  ],
])("%s sends decimals in arrays: %#", (_, ty, expected) => {
  expect(sendsDecimals(programTypes([]), ty)).toBe(expected);
});
