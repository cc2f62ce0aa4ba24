import { array, int64 } from "@lutra/bin";
import { expect, test } from "vitest";
import { nativeMethod } from "../src/native-method.ts";
import { countingContext } from "./native/call.ts";

const shop = {
  tax: 5n,
  total(cents: readonly bigint[], factor: number): bigint {
    return cents.reduce((sum, each) => sum + each * BigInt(factor), this.tax);
  },
  isOpen: (): boolean => true,
};

test("parameters with a codec are decoded, those of a kind are passed on, and the result is encoded", () => {
  const { params, result, call } = nativeMethod(shop, "total", [array(int64), "int32"], int64);
  expect([params, result]).toEqual([["data", "int32"], "data"]);
  const cents = array(int64).encode([1n, 2n]);
  expect(call(countingContext(), cents as never, 10 as never)).toEqual(int64.encode(35n));
});

test("a result of a kind is returned as it is", () => {
  const { params, result, call } = nativeMethod(shop, "isOpen", [], "bool");
  expect([params, result]).toEqual([[], "bool"]);
  expect(call(countingContext())).toBe(true);
});
