import { expect, it } from "vitest";
import { shortestTails } from "../../src/names/shortest-tails.ts";

it.each([
  ["the last segment, if no other path ends in it", "a::b c::d", "b d"],
  ["as many as tell them apart", "a::x::b c::x::b d", "a::x::b c::x::b d"],
  ["more for some than for others", "a::b c::b b::a", "a::b c::b a"],
  ["the whole path, if another one ends in it", "b a::b", "b a::b"],
  ["the same for equal paths", "a::b a::b", "b b"],
])("takes %s", (_, paths, tails) => {
  const segments = paths.split(" ").map((path) => path.split("::"));
  expect(
    shortestTails(segments)
      .map((tail) => tail.join("::"))
      .join(" "),
  ).toBe(tails);
});
