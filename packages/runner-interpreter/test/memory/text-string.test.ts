import { expect, test } from "vitest";
import { Chunk } from "../../src/memory/chunk.ts";
import { TextSlice } from "../../src/memory/text-slice.ts";
import { decodeText } from "../../src/memory/text-string.ts";
import { begunMachine } from "../support/machine.ts";

const slice = (...bytes: readonly number[]): TextSlice =>
  new TextSlice(new Chunk(Uint8Array.from(bytes)), 0, bytes.length);

test("a byte order mark is a part of the text", () => {
  expect(decodeText(begunMachine(), slice(0xef, 0xbb, 0xbf, 0x61))).toBe("\ufeffa");
});

test("bytes that are not UTF-8 are an error", () => {
  expect(() => decodeText(begunMachine(), slice(0xff))).toThrow(
    expect.objectContaining({ code: "EXECUTION_ERROR" }),
  );
});

test("decoding costs a step for 16 bytes", () => {
  const text = slice(...new Uint8Array(200)).part(20, 180);
  expect(decodeText(begunMachine({ steps: 10 }), text)).toHaveLength(160);
  expect(() => decodeText(begunMachine({ steps: 9 }), text)).toThrow("maxSteps");
});
