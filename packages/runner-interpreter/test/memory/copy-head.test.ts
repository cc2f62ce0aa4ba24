import { expect, test } from "vitest";
import { Chunk } from "../../src/memory/chunk.ts";
import { copyBytes, copyHead, copyHeads } from "../../src/memory/copy-head.ts";
import { Links } from "../../src/memory/links.ts";

test("pointers of a copied head lead where they did, and to no link that is not there", () => {
  const body = new Chunk(new Uint8Array(4));
  const source = new Chunk(new Uint8Array(8));
  source.links = new Links<Chunk>(2);
  source.links.add(0, body, 3);
  source.links.add(4, source, 8);
  const copied = (index: number): readonly [Chunk, number] => {
    source.view.setInt32(0, ~index, true);
    const target = new Chunk(new Uint8Array(8));
    target.links = new Links<Chunk>(1);
    copyHead(source, 0, target, 4, { size: 4, pointers: [0] });
    return [target.links.chunkOf(0), target.links.targetOf(0)];
  };
  expect(copied(0)).toEqual([body, 3]);
  expect(copied(1)).toEqual([source, 8]);
  expect(() => copied(2)).toThrow("bad input data");
});

/** Returns a chunk of numbers that go up, each of a byte. */
const counting = (length: number): Chunk => new Chunk(Uint8Array.from({ length }, (_, i) => i + 1));

test.each([0, 1, 3, 4, 5, 8, 63, 64, 65, 100])(
  "%i bytes are copied, and none around them",
  (length) => {
    const target = new Chunk(new Uint8Array(length + 10));
    copyBytes(counting(length + 20), 3, target, 2, length);
    const expected = new Uint8Array(length + 10);
    expected.set(
      Uint8Array.from({ length }, (_, i) => i + 4),
      2,
    );
    expect(target.bytes).toEqual(expected);
  },
);

test("bytes up to the end of a chunk are copied, and none after it, though no bytes may be anywhere", () => {
  for (const length of [4, 100]) {
    const source = counting(length + 20);
    source.end = length + 2;
    const copy = (from: number, count: number): void =>
      copyBytes(source, from, new Chunk(new Uint8Array(100)), 0, count);
    copy(2, length);
    copy(length + 9, 0);
    expect(() => copy(3, length)).toThrow("bad input data");
    expect(() => copy(length + 2, 1)).toThrow("bad input data");
  }
});

test("heads are copied one after the other, with their pointers", () => {
  const layout = { size: 12, pointers: [0, 8] };
  const body = new Chunk(new Uint8Array(4));
  const source = new Chunk(new Uint8Array(100));
  // Heads at byte 20; each has a number between its pointers. A pointer of zero leads nowhere.
  const pointers = [40, 0, ~0, 16, 1, 60];
  for (const [i, pointer] of pointers.entries()) {
    source.view.setInt32(20 + Math.floor(i / 2) * 12 + (i % 2) * 8, pointer, true);
    source.view.setInt32(20 + Math.floor(i / 2) * 12 + 4, 1000 + Math.floor(i / 2), true);
  }
  source.link(0, body, 3);
  const target = new Chunk(new Uint8Array(50));
  copyHeads(source, 20, target, 5, 3, layout);
  const { links, view } = target;
  const copied = Array.from({ length: links?.count ?? 0 }, (_, i) => [
    links?.fieldOf(i),
    links?.chunkOf(i),
    links?.targetOf(i),
  ]);
  expect(copied).toEqual([
    [5, source, 60],
    [17, body, 3],
    [25, source, 56],
    [29, source, 45],
    [37, source, 112],
  ]);
  expect(copied.map(([field]) => ~view.getInt32(field as number, true))).toEqual([0, 1, 2, 3, 4]);
  expect([5, 17, 29].map((at) => view.getInt32(at + 4, true))).toEqual([1000, 1001, 1002]);
  expect(view.getInt32(13, true)).toBe(0);
});

test("a pointer below 0 in a chunk without links leads too far", () => {
  const target = new Chunk(new Uint8Array(4));
  copyHead(new Chunk(new Uint8Array(4).fill(255)), 0, target, 0, { size: 4, pointers: [0] });
  expect(target.links?.targetOf(0)).toBeGreaterThan(2 ** 30);
});
