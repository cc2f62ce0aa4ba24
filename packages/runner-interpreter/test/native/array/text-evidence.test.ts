import { expect, test } from "vitest";
import { Chunk } from "../../../src/memory/chunk.ts";
import { TextSlice } from "../../../src/memory/text-slice.ts";
import { ValueEnds } from "../../../src/memory/value-ends.ts";
import { TextEvidence } from "../../../src/native/array/text-evidence.ts";

type Places = readonly (readonly [start: number, end: number])[];

/** Returns `true` if values at some places of a chunk can be compared as texts; others are in a chunk beside it. */
function isEnough(places: Places, length: number, beside: Places = [], ends?: ValueEnds): boolean {
  const evidence = new TextEvidence();
  for (const each of [places, beside]) {
    const chunk = new Chunk(new Uint8Array(length));
    chunk.ends = ends;
    for (const [start, end] of each) evidence.add(new TextSlice(chunk, start, end));
  }
  return evidence.isEnough();
}

test.each<[name: string, places: Places, length: number]>([
  ["none at all", [], 100],
  [
    "different lengths",
    [
      [0, 4],
      [50, 55],
    ],
    100,
  ],
  [
    "no length",
    [
      [0, 0],
      [50, 50],
    ],
    100,
  ],
  [
    "one place",
    [
      [10, 14],
      [10, 14],
    ],
    100,
  ],
  [
    "the next right after the first",
    [
      [0, 4],
      [4, 8],
    ],
    100,
  ],
  [
    "the next before twice the length of the first",
    [
      [0, 4],
      [7, 11],
    ],
    100,
  ],
  [
    "the first added last",
    [
      [7, 11],
      [0, 4],
    ],
    100,
  ],
  [
    "a part at the same beginning",
    [
      [0, 4],
      [0, 2],
      [7, 11],
    ],
    100,
  ],
  [
    "the end of memory before twice the length of the last",
    [
      [0, 4],
      [50, 54],
    ],
    57,
  ],
])("values are told to be texts by %s", (_, places, length) => {
  expect(isEnough(places, length)).toBe(true);
});

test.each<[name: string, places: Places, length: number, beside?: Places]>([
  [
    "far from each other",
    [
      [0, 4],
      [50, 54],
    ],
    100,
  ],
  [
    "of one byte",
    [
      [0, 1],
      [50, 51],
    ],
    100,
  ],
  [
    "at twice the length",
    [
      [0, 4],
      [8, 12],
    ],
    100,
  ],
  [
    "that overlap",
    [
      [0, 4],
      [3, 7],
    ],
    100,
  ],
  [
    "that end at half of what is left",
    [
      [0, 4],
      [50, 54],
    ],
    58,
  ],
  ["at one place of two chunks", [[10, 14]], 100, [[10, 14]]],
])("values of one length %s may be arrays of anything", (_, places, length, beside) => {
  expect(isEnough(places, length, beside)).toBe(false);
});

test("the end of an independent value says where there is no room for other items", () => {
  const ends = new ValueEnds(100);
  ends.add(6);
  expect(
    isEnough(
      [
        [0, 4],
        [50, 54],
      ],
      100,
      [],
      ends,
    ),
  ).toBe(true);
  expect(
    isEnough(
      [
        [0, 3],
        [50, 53],
      ],
      100,
      [],
      ends,
    ),
  ).toBe(false);
});
