import { expect, test } from "vitest";
import { type Outcome, watch } from "../src/watch.ts";

/** Runs a target of these tests with one input. Only inputs that never end have an end of time. */
function run(
  name: string,
  input: Uint8Array,
  { seconds = 3600, maxInputMs = Infinity }: { seconds?: number; maxInputMs?: number } = {},
): Promise<Outcome> {
  const url = new URL(`./targets/${name}.ts`, import.meta.url).href;
  return watch({ url, inputs: [input], seed: undefined, seconds, maxInputMs, maxHeapMb: 64 });
}

test.concurrent.each([
  ["fails", 1, Infinity, "Error: the input is faulty\n    at "],
  ["never ends", 2, 300, "takes more than 300 ms of processor time"],
  ["takes all memory", 3, Infinity, "takes more than 64 MiB of memory"],
])("an input that %s is reported", async (_name, first, maxInputMs, message) => {
  const data = Uint8Array.of(first, 9);
  const { runs, finding } = await run("faulty", data, { maxInputMs });
  expect(runs).toBe(1);
  expect(finding).toEqual({ data, message: expect.stringContaining(message) as string });
});

test("a target that does not load within the time is not run", async () => {
  const { runs, finding } = await run("loads-forever", new Uint8Array(1), { seconds: 0.1 });
  expect(runs).toBe(0);
  expect(finding).toBeUndefined();
});
