import { RunnerError } from "@lutra/runner-core";
import { expect, onTestFinished, test, vi } from "vitest";
import {
  checkBytes,
  checkSame,
  eventually,
  pauseOf,
  rejection,
  runnerError,
} from "../src/check.ts";

const bytes = (...values: readonly number[]): Uint8Array => new Uint8Array(values);

test.each<readonly [string, unknown, string]>([
  ["another first byte", bytes(9, 2, 3), "output: byte 0 should be 1, and is 9"],
  ["another last byte", bytes(1, 2, 9), "output: byte 2 should be 3, and is 9"],
  ["a byte less", bytes(1, 2), "output, length: expected 3, found 2"],
  ["an array", [1, 2, 3], "output: expected a Uint8Array, found the object [1,2,3]"],
])("bytes with %s are not the same", (_, actual, message) => {
  expect(() => checkBytes(actual as Uint8Array, bytes(1, 2, 3), "output")).toThrow(
    expect.objectContaining({ name: "ConformanceError", message }),
  );
});

test("equal bytes are the same", () => {
  expect(() => checkBytes(bytes(1, 2, 3), bytes(1, 2, 3), "output")).not.toThrow();
  expect(() => checkBytes(bytes(), bytes(), "output")).not.toThrow();
});

test.each<readonly [unknown, string]>([
  [new TypeError("odd"), "TypeError: odd"],
  ["a\nb", '"a\\nb"'],
  [bytes(1, 2), "2 bytes"],
  [null, "null"],
  [5n, "5"],
  [{ a: "x".repeat(200) }, `the object {"a":"${"x".repeat(94)}`],
  [{ a: 5n }, "an object"],
])("a value is told in short: %s", (value, told) => {
  expect(() => checkSame(value, undefined, "it")).toThrow(
    expect.objectContaining({ message: `it: expected undefined, found ${told}` }),
  );
});

test("a promise that resolves is no rejection, whatever it resolves with", async () => {
  await expect(rejection(Promise.resolve(undefined), "it")).rejects.toThrow(
    "it: expected an error, found undefined",
  );
});

const failing = (error: unknown): Promise<never> => Promise.reject(error as Error);

test.each<readonly [string, unknown, string]>([
  ["another kind of error", new Error("odd"), "it: expected a RunnerError, found Error: odd"],
  ["no message", new RunnerError("", { code: "A" }), "it: the error has no message"],
  ["another code", new RunnerError("odd", { code: "C" }), "it: expected the code A or B, found C (odd)"],
  ["no code", new RunnerError("odd"), "it: expected the code A or B, found undefined (odd)"],
])("an error with %s is not the one expected", async (_, error, message) => {
  await expect(runnerError(failing(error), "it", "A", "B")).rejects.toThrow(
    expect.objectContaining({ name: "ConformanceError", message }),
  );
}); // prettier-ignore

test("an error with one of the codes is returned, and any if none is asked for", async () => {
  const error = new RunnerError("odd", { code: "B" });
  expect(await runnerError(failing(error), "it", "A", "B")).toBe(error);
  expect(await runnerError(failing(error), "it")).toBe(error);
});

test("a condition is asked until it holds, or its time is over", async () => {
  let asked = 0;
  await eventually(async () => ++asked === 3, "three");
  expect(asked).toBe(3);
  await expect(eventually(async () => false, "never", 1)).rejects.toThrow("not within 1 ms: never");
});

test.each([
  [0, 0],
  [1, 1],
  [29, 29],
])("a pause of %i waits for %i turns of microtasks", async (length, turns) => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  let turn = 0;
  let endsAt: number | undefined;
  void pauseOf(length).then(() => (endsAt = turn));
  for (; turn < 40; turn++) await Promise.resolve();
  expect(endsAt).toBe(turns);
});

test.each([
  [30, 0],
  [31, 1],
  [50, 20],
])("a pause of %i waits for %i milliseconds", async (length, ms) => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const start = Date.now();
  const pause = pauseOf(length);
  expect(vi.getTimerCount()).toBe(1);
  await vi.runAllTimersAsync();
  await pause;
  expect(Date.now() - start).toBe(ms);
});
