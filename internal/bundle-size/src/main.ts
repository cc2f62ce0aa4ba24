// Holds the built packages to `budgets.json`: `tsx main.ts [--update]` sets every maximum to a tenth above what is.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { root, workspacePackages, type WorkspacePackage } from "@lutra-internal/checks/workspace";
import { type Budget, measure, type Measurement } from "./measure.ts";

const file = fileURLToPath(new URL("../budgets.json", import.meta.url));
const budgets = new Map(
  Object.entries(JSON.parse(readFileSync(file, "utf8")) as Record<string, Budget>),
);
const packages = workspacePackages();
const built = packages.map(builtCode).join("\n");
const update = process.argv.includes("--update");

const problems: string[] = [];
for (const [name, budget] of budgets) {
  const { folder, external } = placeOf(budget.from);
  const measurement = await measure(budget, folder, external);
  const kept = update ? { ...budget, maxGzipBytes: roundUp(measurement.gzipBytes * 1.1) } : budget;
  budgets.set(name, kept);
  problems.push(...problemsOf(name, kept, measurement));
  console.log(
    `${name.padEnd(40)} ${kilobytes(measurement.minifiedBytes)} kB minified,` +
      ` ${kilobytes(measurement.gzipBytes)} kB gzip of at most ${kilobytes(kept.maxGzipBytes)} kB`,
  );
}
for (const { manifest } of packages.filter(isForBrowsers)) {
  if (![...budgets.values()].some(({ from }) => from === manifest.name))
    problems.push(`${manifest.name} has no budget in internal/bundle-size/budgets.json`);
}
if (update) writeFileSync(file, `${JSON.stringify(Object.fromEntries(budgets), null, 2)}\n`);
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;

function problemsOf(name: string, budget: Budget, { gzipBytes, found }: Measurement): string[] {
  const { maxGzipBytes, forbidden = [] } = budget;
  return [
    ...(gzipBytes > maxGzipBytes
      ? [
          `${name}: ${gzipBytes} bytes exceed ${maxGzipBytes}; if it is worth it: npm run sizes -- --update`,
        ]
      : []),
    ...found.map((text) => `${name}: contains code that it does not need: ${JSON.stringify(text)}`),
    // A string that is nowhere any more would never be found, whatever went wrong.
    ...forbidden
      .filter((text) => !built.includes(text))
      .map(
        (text) => `${name}: no package contains ${JSON.stringify(text)} now; forbid another text`,
      ),
  ];
}

function builtCode({ folder }: WorkspacePackage): string {
  const dist = join(folder, "dist");
  const files = readdirSync(dist).filter((name) => name.endsWith(".js"));
  return files.map((name) => readFileSync(join(dist, name), "utf8")).join("\n");
}

/**
 * Returns the place from which the import of a budget is resolved, and the packages that the application brings itself.
 */
function placeOf(from: string): { readonly folder: string; readonly external: readonly string[] } {
  if (from.startsWith("./")) return { folder: root, external: [] };
  const { folder, manifest } = packageOf(from);
  return { folder, external: Object.keys(manifest.peerDependencies ?? {}) };
}

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
  return (bytes / 1000).toFixed(1).padStart(5);
}

/** Rounds a budget up: one that ends in zeros changes less often. */
function roundUp(bytes: number): number {
  return Math.ceil(bytes / 50) * 50;
}
