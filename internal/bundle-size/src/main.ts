// Holds the built packages to `budgets.json`: `tsx main.ts [--update]` sets every maximum to a tenth above what is.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { workspacePackages, type WorkspacePackage } from "@lutra-internal/checks/workspace";
import { measure, type Budget } from "./measure.ts";

const file = fileURLToPath(new URL("../budgets.json", import.meta.url));
const budgets = JSON.parse(readFileSync(file, "utf8")) as Record<string, Budget>;
const packages = workspacePackages();
const update = process.argv.includes("--update");

const updated: Record<string, Budget> = {};
let broken = 0;
for (const [name, budget] of Object.entries(budgets)) {
  const { folder, manifest } = packageOf(budget.from);
  const { minifiedBytes, gzipBytes, found } = await measure(
    budget,
    folder,
    Object.keys(manifest.peerDependencies ?? {}),
  );
  updated[name] = { ...budget, maxGzipBytes: roundUp(gzipBytes * 1.1) };
  const over = gzipBytes > budget.maxGzipBytes && !update;
  if (over || found.length > 0) broken++;
  console.log(
    `${over ? "over" : "ok  "} ${name.padEnd(44)} ${kilobytes(minifiedBytes)} kB, gzip ${kilobytes(gzipBytes)} kB` +
      ` (at most ${kilobytes(budget.maxGzipBytes)} kB)` +
      found
        .map((text) => `\n     contains code it does not need: ${JSON.stringify(text)}`)
        .join(""),
  );
}
for (const { name, manifest } of packages.filter(isForBrowsers)) {
  if (Object.values(budgets).some(({ from }) => from === manifest.name)) continue;
  broken++;
  console.log(`over ${name}: has no budget in internal/bundle-size/budgets.json`);
}
if (update) writeFileSync(file, `${JSON.stringify(updated, null, 2)}\n`);
process.exitCode = broken === 0 ? 0 : 1;

function packageOf(specifier: string): WorkspacePackage {
  const found = packages.find(
    ({ manifest }) => specifier === manifest.name || specifier.startsWith(`${manifest.name}/`),
  );
  if (!found) throw new RangeError(`budgets.json names ${specifier}, which is in no package`);
  return found;
}

function isForBrowsers({ manifest }: WorkspacePackage): boolean {
  return manifest.lutra?.node?.includes(".") !== true;
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(1).padStart(6);
}

/** Budgets that end in zeros change less often. */
function roundUp(bytes: number): number {
  return Math.ceil(bytes / 50) * 50;
}
