import { expect, test } from "vitest";
import { decodeError, encodeError, encodeShortError } from "../src/error-body.ts";

const error = { display: "no such row", code: "MY_CODE", cause: new TypeError("null") };

test("an error that just fits keeps its cause", () => {
  const whole = encodeError(error);
  expect(encodeShortError(error, whole.length)).toEqual(whole);
  expect(decodeError(whole)).toMatchObject({ code: "MY_CODE", cause: { message: "null" } });
});

test("an error that does not fit keeps its code and the start of its text", () => {
  const long = { ...error, display: "\u0001".repeat(1000) };
  const short = encodeShortError(long, 800);
  expect(short.length).toBeLessThanOrEqual(800);
  const { message, code, cause } = decodeError(short);
  expect({ message, code, cause }).toEqual({ message: "\u0001".repeat(100), code: "MY_CODE" });
});
