import { expect, test } from "vitest";
import { Chunk } from "../../../src/memory/chunk.ts";
import { TextSlice } from "../../../src/memory/text-slice.ts";
import { ValueEnds } from "../../../src/memory/value-ends.ts";
import { TextEvidence } from "../../../src/native/array/text-evidence.ts";

/** Adds the values at places of a chunk: `0-4 8-12` are two of four bytes. */
function add(evidence: TextEvidence, places: string, length: number, ends?: ValueEnds): void {
  const chunk = new Chunk(new Uint8Array(length));
  chunk.ends = ends;
  for (const [, start, end] of places.matchAll(/(\d+)-(\d+)/g))
    evidence.add(new TextSlice(chunk, Number(start), Number(end)));
}

function isEnough(places: string, length: number, ends?: ValueEnds): boolean {
  const evidence = new TextEvidence();
  add(evidence, places, length, ends);
  return evidence.isEnough();
}

test.each([
  ["that are none", "", 100],
  ["of different lengths", "0-4 50-55", 100],
  ["of no length", "0-0 50-50", 100],
  ["at one place", "10-14 10-14", 100],
  ["with the next right after the first", "0-4 4-8", 100],
  ["with the next before twice the length of the first", "0-4 7-11", 100],
  ["whose first is added last", "7-11 0-4", 100],
  ["with a part at the same beginning", "0-4 0-2 7-11", 100],
  ["with the end of memory before twice the length of the last", "0-4 50-54", 57],
])("values %s can be compared as texts", (_, places, length) => {
  expect(isEnough(places, length)).toBe(true);
});

test.each([
  ["far from each other", "0-4 50-54", 100],
  ["of one byte", "0-1 50-51", 100],
  ["at twice the length", "0-4 8-12", 100],
  ["that overlap", "0-4 3-7", 100],
  ["with the end of memory at twice the length of the last", "0-4 50-54", 58],
])("values of one length %s may be arrays of anything", (_, places, length) => {
  expect(isEnough(places, length)).toBe(false);
});

test("values of one length at one place of two chunks may be arrays of anything", () => {
  const evidence = new TextEvidence();
  add(evidence, "10-14", 100);
  add(evidence, "10-14", 100);
  expect(evidence.isEnough()).toBe(false);
});

test("the end of an independent value says where there is no room for other items", () => {
  const ends = new ValueEnds(100);
  ends.add(6);
  expect(isEnough("0-4 50-54", 100, ends)).toBe(true);
  expect(isEnough("0-3 50-53", 100, ends)).toBe(false);
});
