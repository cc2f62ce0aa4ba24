import { failure } from "@lutra-internal/testing";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { backoffMs, pause } from "../../src/transport/backoff.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test("waits twice as long each time, less a random half at most", () => {
  const random = vi.spyOn(Math, "random");
  random.mockReturnValue(0);
  expect([0, 1, 2, 5].map(backoffMs)).toEqual([50, 100, 200, 1600]);
  random.mockReturnValue(1);
  expect([0, 1, 2, 5].map(backoffMs)).toEqual([100, 200, 400, 3200]);
});

test("a pause ends after its time, and leaves no listener", async () => {
  const { signal } = new AbortController();
  const removed = vi.spyOn(signal, "removeEventListener");
  const paused = pause(500, signal);
  await vi.advanceTimersByTimeAsync(499);
  expect(vi.getTimerCount()).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  await paused;
  expect(removed).toHaveBeenCalledOnce();
});

test("a pause ends with the reason of an abort, before and during it, and leaves no timer", async () => {
  const abort = new AbortController();
  const paused = failure(pause(500, abort.signal));
  abort.abort("enough");
  expect(await paused).toBe("enough");
  expect(await failure(pause(500, abort.signal))).toBe("enough");
  expect(vi.getTimerCount()).toBe(0);
});
