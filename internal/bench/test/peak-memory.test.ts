import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { measurePeakBytes, peakMemoryArgs } from "../src/peak-memory.ts";

const source = (name: string): string => new URL(`../src/${name}`, import.meta.url).href;

/** Measures an expression in a process that has the arguments it takes. */
function peakOf(work: string): number {
  const code = `
    import { measurePeakBytes } from ${JSON.stringify(source("peak-memory.ts"))};
    console.log(measurePeakBytes(() => ${work}).bytes);`;
  const loader = ["--import", source("load-typescript.mjs")];
  const args = [...peakMemoryArgs, ...loader, "--input-type=module", "--eval", code];
  return Number(execFileSync(process.execPath, args, { encoding: "utf8" }));
}

test("array buffers of the result count", () => {
  const bytes = peakOf("new Uint8Array(8e6)");
  expect(bytes).toBeGreaterThan(7.9e6);
  expect(bytes).toBeLessThan(9e6);
});

test("objects count while they are held, though the result does not hold them", () => {
  const bytes = peakOf("Array.from({ length: 100_000 }, (_, i) => ({ i })).length");
  expect(bytes).toBeGreaterThan(3e6);
});

test("garbage hardly counts", () => {
  const bytes = peakOf(
    "(() => { let n = 0; for (let i = 0; i < 1e6; i++) n += [i, n].length; return n; })()",
  );
  expect(bytes).toBeLessThan(4e6);
});

test("says that it needs --expose-gc", () => {
  expect(() => measurePeakBytes(() => 1)).toThrow("--expose-gc");
});
