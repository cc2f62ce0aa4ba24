import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { settlesWithin, startTimer } from "../../src/transport.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test.each([0, 0.5, 1, 2 ** 31 - 1, 2 ** 31, 3 * 2 ** 31])(
  "a timer of %d ms calls back then, and once",
  (ms) => {
    let calls = 0;
    startTimer(ms, () => calls++);
    expect(calls).toBe(0);
    if (ms >= 1) vi.advanceTimersByTime(ms - 1);
    expect(calls).toBe(0);
    vi.advanceTimersByTime(2);
    expect(calls).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  },
);

test("a timer of Infinity is none", () => {
  const cancel = startTimer(Infinity, () => {});
  expect(vi.getTimerCount()).toBe(0);
  cancel();
});

test.each([0, 10, 3 * 2 ** 31])("a timer of %d ms can be cancelled", (ms) => {
  let calls = 0;
  const cancel = startTimer(ms, () => calls++);
  if (ms > 1) vi.advanceTimersByTime(ms - 1);
  cancel();
  cancel();
  vi.advanceTimersByTime(2 ** 32);
  expect(calls).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});

test("an unreferenced timer stays so when it is armed again", () => {
  const setTimer = vi.spyOn(globalThis, "setTimeout");
  const isReferenced = (): boolean =>
    (setTimer.mock.results.at(-1)!.value as NodeJS.Timeout).hasRef();
  startTimer(2 ** 32, () => {}, { unref: true });
  expect(isReferenced()).toBe(false);
  vi.advanceTimersByTime(2 ** 31);
  expect(setTimer).toHaveBeenCalledTimes(2);
  expect(isReferenced()).toBe(false);
  startTimer(1, () => {});
  expect(isReferenced()).toBe(true);
});

test("a promise that settles in time leaves no timer", async () => {
  expect(await settlesWithin(Promise.resolve(), 1000)).toBe(true);
  expect(await settlesWithin(Promise.reject(new Error("failed")), 1000)).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

test("a promise that does not settle is waited for no longer than the time", async () => {
  const never = new Promise(() => {});
  const inTime = settlesWithin(never, 1000);
  vi.advanceTimersByTime(1000);
  expect(await inTime).toBe(false);
});
