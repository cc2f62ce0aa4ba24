import { failure } from "@lutra-internal/testing";
import { DecodeError } from "@lutra/bin";
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

test("faults of a message are told alike wherever it lies in a chunk, with their place in it", async () => {
  const bytes = errorBytes({ display: "no such row", code: "TIMEOUT" });
  const chunk = new Uint8Array([9, 9, 9, ...bytes, 0, 0]);
  for (let length = 0; length < bytes.length; length++) {
    const alone = await failure(() => errorAt(frameOf(bytes.subarray(0, length)), 0));
    const within = await failure(() => errorAt({ bytes: chunk, start: 3, end: 3 + length }, 3));
    expect(alone).toBeInstanceOf(DecodeError);
    expect(within).toEqual(alone);
  }
});

test("a message that ends before the tag of an option is cut off there", async () => {
  const frame = { bytes: new Uint8Array(16), start: 2, end: 10 };
  expect(await failure(() => errorAt(frame, 2))).toEqual(
    new DecodeError("expected 1 bytes here, but the message has 8", 8),
  );
});
