// Changes one operator, constant or `throw` of a package at a time and runs the tests that reach it: `npm run mutate -- PACKAGE`.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createRandom } from "@lutra-internal/testing";
import { type Mutant, mutantsOf } from "./mutants.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const usage = `Usage: npm run mutate -- PACKAGE [--count N] [--seed N] [--file PART]

Runs the tests of packages/PACKAGE with N random changes (30), one at a time, and lists those that no test notices.
--file chooses source files whose path contains PART.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: "string", default: "30" },
    seed: { type: "string", default: "1" },
    file: { type: "string", default: "" },
  },
});
const [name] = positionals;
const folder = join(root, "packages", name ?? "none");
if (positionals.length !== 1 || !existsSync(join(folder, "src"))) {
  console.error(usage);
  process.exit(2);
}

interface Place extends Mutant {
  readonly file: string;
}

const places = readdirSync(join(folder, "src"), { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts") && path.includes(values.file))
  .toSorted()
  .map((path) => join(folder, "src", path))
  .flatMap((file): Place[] =>
    mutantsOf(readFileSync(file, "utf8")).map((mutant) => ({ file, ...mutant })),
  );
const random = createRandom(Number(values.seed));
const chosen: Place[] = [];
while (chosen.length < Number(values.count) && places.length > 0)
  chosen.push(...places.splice(random.below(places.length), 1));

if (!passes()) {
  console.error(`The tests of ${name} fail without a change: npx vitest run packages/${name}/`);
  process.exit(1);
}
const alive = chosen.filter((place, index) => {
  const survived = passes(place);
  console.log(`${index + 1}/${chosen.length} ${survived ? "ALIVE " : "caught"} ${describe(place)}`);
  return survived;
});
const caught = chosen.length - alive.length;
console.log(`\n${caught} of ${chosen.length} changes were caught (seed ${values.seed})`);
if (alive.length > 0) console.log(`Alive:\n${alive.map(describe).join("\n")}`);
process.exitCode = caught >= chosen.length * 0.95 ? 0 : 1;

/** Runs the tests of the package with at most one change, and returns `true` if they pass. A run that hangs does not. */
function passes(place?: Place): boolean {
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const config = fileURLToPath(new URL("../vitest.config.ts", import.meta.url));
  const { status } = spawnSync(
    process.execPath,
    [vitest, "run", "--config", config, "--bail", "1", `packages/${name}/`],
    {
      cwd: root,
      env: { ...process.env, LUTRA_MUTANT: JSON.stringify(place ?? {}) },
      stdio: "ignore",
      timeout: 300_000,
      killSignal: "SIGKILL",
    },
  );
  return status === 0;
}

function describe({ file, start, end, replacement }: Place): string {
  const text = readFileSync(file, "utf8");
  const line = text.slice(0, start).split("\n").length;
  return `${relative(root, file)}:${line}: ${text.slice(start, end)} -> ${replacement}`;
}
