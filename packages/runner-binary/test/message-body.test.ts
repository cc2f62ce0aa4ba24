import { expect, test } from "vitest";
import { errorAt, errorBytes } from "../src/message-body.ts";

const frameOf = (bytes: Uint8Array) => ({ bytes, start: 0, end: bytes.length });

test.each([undefined, "TIMEOUT"] as const)(
  "an error with the code %s is read as it was written",
  (code) => {
    const error = { display: "no such row", code };
    expect(errorAt(frameOf(errorBytes(error)), 0)).toEqual(error);
  },
);

test("an option has no other tag than 0 and 1", () => {
  const bytes = errorBytes({ display: "x", code: "TIMEOUT" });
  bytes[8] = 2;
  expect(() => errorAt(frameOf(bytes), 0)).toThrow("expected an option's tag 0 or 1, got 2");
});
