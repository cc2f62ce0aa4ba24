import { expect, test } from "vitest";
import { inFlight, measureLoad, quantile } from "../../src/scale/load.ts";

test("measures calls and one alone by turns, with as many in flight as it says", async () => {
  let now = 0;
  let most = 0;
  const called = new Set<string>();
  const callOf = (name: string) => async (): Promise<void> => {
    called.add(name);
    most = Math.max(most, ++now);
    await new Promise((resolve) => setImmediate(resolve));
    now--;
  };
  const target = { call: callOf("ours"), replicas: [process.pid], front: [] };
  const reading = await measureLoad(target, callOf("alone"), { slices: 2, sliceMs: 5 });
  expect([most, now, [...called]]).toEqual([inFlight, 0, ["ours", "alone"]]);
  expect(reading.callsPerSecond).toBeGreaterThan(0);
  expect(reading.ratio).toBeGreaterThan(0);
  expect(reading.p99).toBeGreaterThanOrEqual(reading.p50);
  expect(reading.frontCpu).toBe(process.platform === "linux" ? 0 : Number.NaN);
});

test.each([
  [[], 0.5, Number.NaN],
  [[3], 0.99, 3],
  [[1, 2, 3, 4], 0.5, 2],
  [Array.from({ length: 200 }, (_, i) => i + 1), 0.99, 198],
])("of %j, a share of %d is at most %d", (sorted, share, expected) => {
  expect(quantile(sorted, share)).toBe(expected);
});
