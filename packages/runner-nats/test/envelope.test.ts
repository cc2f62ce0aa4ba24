import { expect, test } from "vitest";
import { joinMessage, splitMessage } from "../src/envelope.ts";

const head = { status: 200, headers: {} };
const json = '{"status":200,"headers":{}}';

test("a message is the length of its head in four bytes, the head as JSON, the body", () => {
  const bytes = Uint8Array.from([json.length, 0, 0, 0, ...Buffer.from(json), 7, 8]);
  expect(joinMessage(head, new Uint8Array([7, 8]))).toEqual(bytes);
  expect(splitMessage(Buffer.from(bytes))).toEqual({ head, body: new Uint8Array([7, 8]) });
});

test("a message may have no body", () => {
  expect(splitMessage(joinMessage(head))).toEqual({ head, body: new Uint8Array() });
});

test("a message that ends before its head does is refused", () => {
  const whole = joinMessage(head);
  for (const length of [4, whole.length - 1])
    expect(() => splitMessage(whole.subarray(0, length))).toThrow(
      "the message ends before its head does",
    );
});
