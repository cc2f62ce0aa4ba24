import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

/** Bytes of an item: in V8's heap, as it is charged, and encoded. */
interface Measurement {
  readonly name: string;
  readonly measured: number;
  readonly charged: number;
  readonly bytes: number;
}

const script = fileURLToPath(new URL("./measure-memory.ts", import.meta.url));
const flags = ["--conditions=@lutra/source", `--import=${import.meta.resolve("tsx")}`];
const lines = execFileSync(process.execPath, [...flags, script], { encoding: "utf8" });
const measurements = lines
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Measurement);

test.each(measurements)("$name is charged what it takes in V8's heap", ({ measured, charged }) => {
  expect(measured).toBeLessThan(charged * 1.3 + 16);
  expect(charged).toBeLessThan(measured * 4 + 64);
});
