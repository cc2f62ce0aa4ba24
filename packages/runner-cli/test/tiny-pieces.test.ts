import { createCosts, usedBytes } from "@lutra-internal/testing";
import { afterAll, expect, test } from "vitest";
import { readAll } from "../src/files.ts";
import { Inspector } from "../src/inspect/inspector.ts";

/** Maximum memory for each byte; pieces that are kept as they come take a hundred and more. */
const maxMultiple = 8;
const length = 128 * 1024;

const costs = createCosts("pieces of one byte, standard input and inspect");
afterAll(() => costs.write());

function expectMultiple(heldBytes: number): void {
  costs.note(length, heldBytes);
  expect(heldBytes / length).toBeLessThan(maxMultiple);
}

test("standard input in pieces of one byte takes a small multiple of its size", async () => {
  const before = usedBytes();
  let atEnd = Infinity;
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let i = 0; i < length; i++) yield new Uint8Array([i]);
    atEnd = usedBytes();
  }
  const bytes = await readAll(pieces());
  expectMultiple(atEnd - before);
  expect(bytes).toHaveLength(length);
  expect(bytes.every((byte, i) => byte === i % 256)).toBe(true);
});

test.each(["->", "<-"] as const)("a frame %s in pieces of one byte does so in inspect", (way) => {
  const lines: string[] = [];
  const inspector = new Inspector((line) => lines.push(line));
  const before = usedBytes();
  inspector.push(way, new Uint8Array(new Uint32Array([length]).buffer));
  for (let i = 1; i < length; i++) inspector.push(way, new Uint8Array([65]));
  expectMultiple(usedBytes() - before);
  inspector.push(way, new Uint8Array([65]));
  // Of a frame that cannot be read, only the beginning is told.
  expect(lines.join("").length).toBeLessThan(500);
  expect(lines.at(-1)).toContain("41 41");
});
