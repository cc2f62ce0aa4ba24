import { expect, test } from "vitest";
import type { Machine } from "../../src/memory/machine.ts";
import { TextSlice } from "../../src/memory/text-slice.ts";
import { decodeText } from "../../src/memory/text-string.ts";

const machine = { step: () => {} } as unknown as Machine;
const slice = (...bytes: readonly number[]): TextSlice =>
  new TextSlice({ bytes: Uint8Array.from(bytes) } as TextSlice["chunk"], 0, bytes.length);

test("a byte order mark is a part of the text", () => {
  expect(decodeText(machine, slice(0xef, 0xbb, 0xbf, 0x61))).toBe("\ufeffa");
});

test("bytes that are not UTF-8 are an error", () => {
  expect(() => decodeText(machine, slice(0xff))).toThrow(
    expect.objectContaining({ code: "EXECUTION_ERROR" }),
  );
});
