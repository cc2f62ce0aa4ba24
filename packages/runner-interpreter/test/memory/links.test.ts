import { expect, test } from "vitest";
import { Chunk } from "../../src/memory/chunk.ts";
import { Links } from "../../src/memory/links.ts";

const chunks = Array.from({ length: 3 }, () => new Chunk(new Uint8Array(1)));

test.each([0, 40, 1000])(
  "links are found again, in any order, when %i were expected",
  (expected) => {
    const links = new Links(expected);
    // Runs of one, two and many links to the same chunk.
    const chunkAt = (i: number): Chunk => chunks[i < 10 ? i % 3 : Math.floor(i / 50) % 3] as Chunk;
    for (let i = 0; i < 300; i++) expect(links.add(i * 8, chunkAt(i), i * 3)).toBe(i);
    expect(links.count).toBe(300);
    for (let step = 0; step < 300; step++) {
      const i = (step * 77) % 300;
      expect(links.fieldOf(i)).toBe(i * 8);
      expect(links.targetOf(i)).toBe(i * 3);
      expect(links.chunkOf(i)).toBe(chunkAt(i));
    }
    expect(new Set(links.chunks)).toEqual(new Set(chunks));
    // The chunk of a run is kept once.
    expect(links.chunks).toHaveLength(15);
  },
);

test("a target that no chunk can have stays one", () => {
  const links = new Links(100);
  links.add(0, chunks[0] as Chunk, 2 ** 33);
  expect(links.targetOf(0)).toBeGreaterThan(2 ** 30);
});

test.each([0, 40])(
  "fields that leave their equal steps are found too, with %i expected",
  (expected) => {
    const fieldAt = (i: number): number => (i < 35 ? 8 + i * 12 : i * i);
    const links = new Links(expected);
    for (let i = 0; i < 100; i++) links.add(fieldAt(i), chunks[0] as Chunk, 0);
    for (let i = 0; i < 100; i++) expect(links.fieldOf(i)).toBe(fieldAt(i));
  },
);
