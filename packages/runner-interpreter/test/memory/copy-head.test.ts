import { expect, test } from "vitest";
import { Chunk } from "../../src/memory/chunk.ts";
import { copyHead } from "../../src/memory/copy-head.ts";
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
