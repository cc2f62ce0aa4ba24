import { countTransferredTaken, transferred } from "@lutra-internal/testing";
import { expect, test } from "vitest";
import { checkedInterface, checkedOutput } from "../../src/transport.ts";

test.each([
  [undefined, "undefined"],
  [null, "null"],
  [42, "number"],
  ["secret", "string"],
  [new Map(), "Map"],
])("the error names what a runner returned instead, and does not show it: %j", (value, name) => {
  const ending = expect.stringMatching(new RegExp(`\\b${name}\\b`)) as string;
  const error = { code: "EXECUTION_ERROR", message: ending };
  expect(() => checkedOutput(value)).toThrow(expect.objectContaining(error));
  expect(() => checkedOutput(value)).not.toThrow(/secret|42/);
});

test.each([undefined, null])("an interface that is %s is named", (value) => {
  expect(() => checkedInterface(value)).toThrow(new RegExp(`\\b${value}\\b`));
});

test("an output in plain memory is returned as it is, from the first byte on", () => {
  for (const output of [new Uint8Array(1), new Uint8Array(8).subarray(7)])
    expect(checkedOutput(output)).toBe(output);
});

test("an output whose memory was transferred is refused", () => {
  expect(() => checkedOutput(transferred())).toThrow("whose memory was transferred or taken away");
  expect(countTransferredTaken(checkedOutput)).toBe(0);
});

test("an output in shared memory is copied, but for the call's own input", () => {
  const shared = new Uint8Array(new SharedArrayBuffer(4)).fill(7);
  expect(checkedOutput(shared, shared)).toBe(shared);
  const copy = checkedOutput(shared);
  expect(copy).toEqual(new Uint8Array(4).fill(7));
  expect(copy.buffer).toBeInstanceOf(ArrayBuffer);
});
