import { describe, expect, test } from "vitest";
import { isMet, renderGoals } from "../src/goals.ts";

describe("goals", () => {
  test.each([
    [{ atLeast: 2, measured: 2 }, true],
    [{ atLeast: 2, measured: 1.99 }, false],
    [{ atMost: 4, measured: 4 }, true],
    [{ atMost: 4, measured: 4.01 }, false],
    [{ atLeast: 1, atMost: 2, measured: 3 }, false],
    [{ atLeast: 1, measured: undefined }, false],
  ])("%o is met: %s", (goal, met) => {
    expect(isMet({ what: "a", ...goal })).toBe(met);
  });

  test("a line says limit, measured number and verdict; what was not measured is left out", () => {
    const lines = renderGoals([
      { what: "B decode, speed of json", atLeast: 2.5, measured: 4.312 },
      { what: "E decode", atMost: 200, measured: 250, format: (ns) => `${ns} ns` },
      { what: "C decode", atLeast: 1, measured: undefined },
    ]);
    expect(lines.split("\n")).toEqual([
      "goal B decode, speed of json: at least 2.50x: 4.31x ok",
      "goal E decode: at most 200 ns: 250 ns MISSED",
      "1 of 2 goals met",
    ]);
  });
});
