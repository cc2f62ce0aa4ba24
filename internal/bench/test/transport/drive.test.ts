import { expect, test } from "vitest";
import { measureCallRate } from "../../src/transport/drive.ts";

test("no more calls are in flight than asked for", async () => {
  let inFlight = 0;
  let most = 0;
  const call = async (): Promise<void> => {
    most = Math.max(most, ++inFlight);
    await new Promise((resolve) => setImmediate(resolve));
    inFlight--;
  };
  const options = { inFlight: 7, warmUpMs: 5, slices: 2, sliceMs: 5 };
  expect(await measureCallRate(call, options)).toBeGreaterThan(0);
  expect([most, inFlight]).toEqual([7, 0]);
});
