import { RunnerError } from "@lutra/runner-core";
import { LostCallError } from "@lutra/runner-http";
import { expect, test } from "vitest";
import { describeLost, isFault, verdictOf } from "../src/verdict.ts";

const lost = (mayHaveRun: boolean): LostCallError => {
  const fate = mayHaveRun ? "the program may have run" : "the program did not run";
  return new LostCallError(`no answer; ${fate}`, { mayHaveRun, retryAfterMs: 0 });
};

test.each([
  ["a right answer", { isRight: true }, ["a"], {}],
  ["a wrong answer", { isRight: false }, ["a"], { wrong: 1 }],
  ["a right answer of two executions", { isRight: true }, ["a", "b", "a"], { twice: 1 }],
  ["a lost call that ran", { isRight: false, error: lost(true) }, ["a"], { lost: 1 }],
  ["a lost call that may have run", { isRight: false, error: lost(true) }, [], { lost: 1 }],
  ["a lost call that did not run", { isRight: false, error: lost(false) }, [], { lost: 1 }],
  ["one that ran in spite of that", { isRight: false, error: lost(false) }, ["a"], { lost: 1, misled: 1 }],
  ["one that is not told", { isRight: false, error: new RunnerError("lost") }, [], { lost: 1, untold: 1 }],
])("%s is counted", (_, outcome, executed, counts) => {
  const none = { wrong: 0, lost: 0, untold: 0, misled: 0, twice: 0 };
  expect(verdictOf([{ id: "a", ...outcome }], executed)).toEqual({ ...none, ...counts });
}); // prettier-ignore

test("only a lost call may be, and only where calls may be lost", () => {
  const none = { wrong: 0, lost: 0, untold: 0, misled: 0, twice: 0 };
  expect([isFault(none, false), isFault({ ...none, lost: 1 }, true)]).toEqual([false, false]);
  for (const count of Object.keys(none)) {
    expect(isFault({ ...none, [count]: 1 }, false)).toBe(true);
    expect(isFault({ ...none, [count]: 1 }, true)).toBe(count !== "lost");
  }
});

test("lost calls are described by kind, with what ran of them", () => {
  const error = new Error("no answer", { cause: new Error("reset") });
  const outcomes = [
    { id: "a", isRight: true },
    { id: "b", isRight: false },
    { id: "c", isRight: false, error },
    { id: "d", isRight: false, error },
    { id: "e", isRight: false, error: new Error("refused") },
  ];
  expect(describeLost(outcomes, ["a", "b", "c"])).toEqual([
    "2 (1 executed): Error: no answer <- Error: reset",
    "1 (0 executed): Error: refused",
  ]);
});
