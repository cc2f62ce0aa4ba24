import { failure } from "@lutra-internal/testing";
import { DecodeError } from "@lutra/bin";
import { expect, test } from "vitest";
import { errorAt, errorBytes, textsAt } from "../src/message-body.ts";

const frameOf = (bytes: Uint8Array) => ({ bytes, start: 0, end: bytes.length });

test.each([undefined, "TIMEOUT"] as const)(
  "an error with the code %s is read as it was written",
  (code) => {
    const error = { display: "no such row", code };
    expect(errorAt(frameOf(errorBytes(error)), 0)).toEqual(error);
  },
);

test("an option has no other tag than 0 and 1", async () => {
  const bytes = errorBytes({ display: "x", code: "TIMEOUT" });
  bytes[8] = 2;
  expect(await failure(() => errorAt(frameOf(bytes), 0))).toEqual(
    new DecodeError("expected an option's tag 0 or 1, got 2", 8),
  );
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

test.each([
  [3, 4, 0],
  [7, 4, 4],
  [8, 1, 8],
])("of an error of %i bytes, %i bytes more are missing at %i", async (length, missing, at) => {
  const frame = { bytes: new Uint8Array(16), start: 2, end: 2 + length };
  expect(await failure(() => errorAt(frame, 2))).toEqual(
    new DecodeError(`expected ${missing} bytes here, but the message has ${length}`, at),
  );
});

/** Returns the message of a list of texts that are all the same bytes. */
function sharedTexts(count: number, length: number): Uint8Array {
  const heads = Array.from({ length: count }, (_, i) => [8 * (count - i), length]).flat();
  const words = Uint32Array.of(8, count, ...heads);
  return new Uint8Array([...new Uint8Array(words.buffer), ...Array<number>(length).fill(97)]);
}

test("texts share bytes up to eight times the length of the message", () => {
  const text = "a".repeat(120);
  expect(textsAt(frameOf(sharedTexts(16, 120)), 0)).toEqual(Array(16).fill(text));
  const tooMany = sharedTexts(17, 120);
  expect(() => textsAt(frameOf(tooMany), 0)).toThrow("share too many bytes");
  const chunk = new Uint8Array([...new Uint8Array(100), ...tooMany]);
  const late = { bytes: chunk, start: 100, end: chunk.length };
  expect(() => textsAt(late, 100)).toThrow("share too many bytes");
});

test("a list of more texts than a message has room for is refused before one is read", async () => {
  const bytes = sharedTexts(2, 1);
  bytes[4] = 3;
  expect(await failure(() => textsAt(frameOf(bytes), 0))).toEqual(
    new DecodeError("expected 24 bytes here, but the message has 25", 8),
  );
});
