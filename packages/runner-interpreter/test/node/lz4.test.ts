import { describe, expect, test } from "vitest";
import { decompressLz4 } from "../../src/node/lz4.ts";

const text = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
const ascii = (value: string): number[] => Array.from(value, (char) => char.charCodeAt(0));

describe("an LZ4 block", () => {
  test("may be literals alone", () => {
    expect(text(decompressLz4(Uint8Array.of(0x30, ...ascii("abc")), 3))).toBe("abc");
  });

  test("may refer to what it wrote, also to what it is writing", () => {
    const block = Uint8Array.of(0x22, ...ascii("ab"), 2, 0, 0x10, ...ascii("!"));
    expect(text(decompressLz4(block, 9))).toBe("abababab!");
  });

  test("may have lengths of many bytes", () => {
    const literals = "x".repeat(15 + 255 + 7);
    const block = Uint8Array.of(0xff, 255, 7, ...ascii(literals), 1, 0, 255, 1, 0x00);
    expect(text(decompressLz4(block, 277 + 275))).toBe("x".repeat(277 + 275));
  });

  test("may refer far back", () => {
    const literals = `start${"x".repeat(253)}`;
    const block = Uint8Array.of(0xf1, 243, ...ascii(literals), 0x02, 0x01, 0x00);
    expect(text(decompressLz4(block, 263))).toBe(`${literals}start`);
  });

  test.each([
    ["ends in a length", [0xf0, 255], 300],
    ["ends in literals", [0x40, 1, 2], 4],
    ["is shorter than it should be", [0x20, 1, 2], 3],
    ["is longer than it should be", [0x20, 1, 2], 1],
    ["has a match longer than the result", [0x1f, 1, 1, 0, 255, 255, 1, 0], 20],
    ["ends in the distance of a match", [0x10, 1, 1], 5],
    ["has a match before its beginning", [0x10, 1, 2, 0, 0], 5],
    ["has a match at no distance", [0x10, 1, 0, 0, 0], 5],
  ])("that %s is an error", (_, bytes, length) => {
    expect(() => decompressLz4(Uint8Array.from(bytes), length)).toThrow("damaged column");
  });
});
