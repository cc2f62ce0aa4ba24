import { benchProgramNames } from "@lutra-internal/fixtures";
import { expect, test } from "vitest";
import { rustTimes } from "../../src/interpreter/rust-times.ts";

test("every benchmark program has three reference times", () => {
  const times = rustTimes();
  expect(Object.keys(times).toSorted()).toEqual(benchProgramNames());
  for (const name of benchProgramNames()) {
    expect(Object.keys(times[name] ?? {})).toEqual(["100", "1000", "10000"]);
    expect(Object.values(times[name] ?? {}).every((ms) => ms > 0)).toBe(true);
  }
});

test("times are the medians, not the minima in parentheses", () => {
  expect(rustTimes()["fold-int"]).toEqual({ "100": 0.1, "1000": 1.005, "10000": 11.1 });
});
