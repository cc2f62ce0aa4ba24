import { expect, test } from "vitest";
import { Chunk } from "../../src/memory/chunk.ts";
import { Links } from "../../src/memory/links.ts";

const chunks = Array.from({ length: 3 }, () => new Chunk(new Uint8Array(1)));

test.each([0, 32, 40, 1000])(
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

test.each([
  [0, 3],
  [0, 35],
  [32, 3],
  [40, 35],
])(
  "with %i expected, fields that leave their equal steps after %i are found too",
  (expected, equal) => {
    const fieldAt = (i: number): number => (i < equal ? 8 + i * 12 : 1000 + i * i);
    const links = new Links(expected);
    for (let i = 0; i < 100; i++) links.add(fieldAt(i), chunks[0] as Chunk, 0);
    for (let i = 0; i < 100; i++) {
      expect(links.fieldOf(i)).toBe(fieldAt(i));
      expect(links.chunkOf(i)).toBe(chunks[0]);
    }
  },
);

test("fields are found too if the first two are the same", () => {
  const links = new Links(0);
  const fields = [8, 8, 20];
  for (const field of fields) links.add(field, chunks[0] as Chunk, 0);
  expect(fields.map((_, i) => links.fieldOf(i))).toEqual(fields);
});

test("links of one chunk are not those of another", () => {
  const [one, other] = [new Links(0), new Links(0)];
  one.add(0, chunks[0] as Chunk, 1);
  other.add(0, chunks[1] as Chunk, 2);
  expect([one.targetOf(0), one.chunkOf(0)]).toEqual([1, chunks[0]]);
});
