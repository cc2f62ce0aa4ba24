import { createRandom } from "@lutra-internal/testing";
import { expect, test } from "vitest";
import { createGrowingBytes } from "../../src/transport.ts";

test("pieces of any size are joined, and nothing else is taken with them", () => {
  const random = createRandom(3);
  const bytes = createGrowingBytes();
  expect(bytes.take()).toEqual(new Uint8Array());
  const all: number[] = [];
  for (let round = 0; round < 200; round++) {
    const piece = Uint8Array.from({ length: random.below(9) }, () => random.below(256));
    bytes.push(piece);
    all.push(...piece);
    expect(bytes.length).toBe(all.length);
    expect(bytes.take()).toEqual(Uint8Array.from(all));
  }
});

test("one piece is copied, so that its memory may be used again", () => {
  const bytes = createGrowingBytes();
  const piece = new Uint8Array([1, 2]);
  bytes.push(piece);
  piece.fill(9);
  expect(bytes.take()).toEqual(new Uint8Array([1, 2]));
});
