// Runs the suites of hostile input and the fuzz targets, and prints what they cost: `npm run -s hostile`.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readArguments } from "@lutra-internal/checks/command-line";
import type { Cost, SuiteCosts } from "@lutra-internal/testing";

const suites = [
  "packages/bin/test/hostile.test.ts",
  "packages/bin/test/hostile-types.test.ts",
  "packages/runner-interpreter/test/hostile-programs.test.ts",
  "packages/runner-sync/test/memory.test.ts",
  "tiny-pieces",
];

const usage = `Usage: npm run -s hostile -- [--seconds N]

Runs the suites of hostile input and the fuzz targets, and prints the slowest call and the most memory of each.
--seconds is the time for each fuzz target (10).`;

const { values } = readArguments(usage, { seconds: { type: "string", default: "10" } });
const root = fileURLToPath(new URL("../../../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "lutra-costs-"));
const file = join(folder, "costs.jsonl");
try {
  const manifest = createRequire(join(root, "package.json")).resolve("vitest/package.json");
  const vitest = join(dirname(manifest), "vitest.mjs");
  const main = fileURLToPath(new URL("main.ts", import.meta.url));
  const runs = [
    [vitest, "run", ...suites],
    [join(root, "scripts/run-source.mjs"), main, "--seconds", values.seconds],
  ];
  for (const args of runs) {
    const env = { ...process.env, LUTRA_COSTS: file };
    const { status } = spawnSync(process.execPath, args, { cwd: root, env, stdio: "inherit" });
    process.exitCode ||= status ?? 1;
  }
  const lines = readFileSync(file, "utf8").trim().split("\n");
  print(lines.map((line) => JSON.parse(line) as SuiteCosts));
} finally {
  rmSync(folder, { recursive: true });
}

function print(costs: readonly SuiteCosts[]): void {
  const sizeOf = (bytes: number): string =>
    bytes < 1024 ? `${bytes} B` : `${Math.round(bytes / 1024)} KiB`;
  const of = ({ inputBytes }: Cost): string => `of ${sizeOf(inputBytes)}`;
  const sorted = costs.toSorted((a, b) => a.suite.localeCompare(b.suite));
  console.log("\n| suite | calls | slowest call | most memory |\n| --- | --- | --- | --- |");
  for (const { suite, calls, slowest, largest } of sorted) {
    const time = slowest.amount === 0 ? "" : `${slowest.amount.toFixed(1)} ms, ${of(slowest)}`;
    const memory = `${sizeOf(largest.amount)}, ${of(largest)}`;
    console.log(`| ${suite} | ${calls} | ${time} | ${memory} |`);
  }
}
