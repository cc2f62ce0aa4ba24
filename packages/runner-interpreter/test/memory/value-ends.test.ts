import { expect, test } from "vitest";
import { ValueEnds } from "../../src/memory/value-ends.ts";

test("the first end after a position is found, in any bit of any byte", () => {
  const length = 300;
  const marked = [1, 7, 8, 9, 15, 16, 64, 65, 130, 255, 256, 299, 300];
  const ends = new ValueEnds(length);
  for (const end of marked) ends.add(end);
  for (let position = 0; position <= length; position++) {
    expect(ends.after(position)).toBe(marked.find((end) => end > position));
  }
});

test("there is no end after the last one", () => {
  expect(new ValueEnds(0).after(0)).toBeUndefined();
  expect(new ValueEnds(8).after(100)).toBeUndefined();
});
