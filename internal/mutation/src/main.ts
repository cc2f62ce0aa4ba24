// Changes one operator, constant or `throw` of a package at a time and runs its tests: `npm run mutate -- PACKAGE`.
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readArguments, refuseArguments } from "@lutra-internal/checks/command-line";
import { postgresCommands } from "@lutra-internal/postgres-server";
import { createRandom } from "@lutra-internal/testing";
import { mutated } from "./mutants.ts";
import { type Place, placesOf } from "./places.ts";
import { Suite } from "./suite.ts";
import { copyWorkspace } from "./workspace-copy.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const usage = `Usage: npm run mutate -- PACKAGE [--count N] [--seed N] [--file PART] [--line N] [--tests PART]

Runs the tests of packages/PACKAGE with N random changes (30), one at a time, and lists those that no test notices. Changes
that alter nothing are left out: internal/mutation/src/equivalents/.
--file chooses source files whose path contains PART, --line the changes that begin in that line. --tests runs only test
files whose path contains PART, and may be given several times: what lives may be noticed by the others.`;

const { values, positionals } = readArguments(usage, {
  count: { type: "string", default: "30" },
  seed: { type: "string", default: "1" },
  file: { type: "string", default: "" },
  line: { type: "string" },
  tests: { type: "string", multiple: true, default: [""] },
});
const [name = ""] = positionals;
if (positionals.length !== 1) refuseArguments(usage, "expected the name of one package");
if (!existsSync(join(root, "packages", name, "src")))
  refuseArguments(usage, `no package is called "${name}"`);
if (!(Number(values.count) > 0)) refuseArguments(usage, "--count takes a number above 0");

/** Packages with folders that only system tests reach: those of drivers, whose tests start their own server. */
const systemTested: ReadonlySet<string> = new Set(["runner-postgres"]);
if (systemTested.has(name) && postgresCommands() === undefined) {
  console.error(
    `The tests of ${name} need a PostgreSQL server; install Debian's package postgresql`,
  );
  process.exit(2);
}

const copy = copyWorkspace(root);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(130));
process.on("exit", () => rmSync(copy, { recursive: true }));
const packages = join(copy, "packages");

const random = createRandom(Number(values.seed));
const places = placesOf(packages, name).filter(
  ({ file, line, equivalence }) =>
    equivalence === undefined &&
    file.slice(file.indexOf("/src/")).includes(values.file) &&
    (values.line === undefined || line === Number(values.line)),
);
const chosen: Place[] = [];
while (chosen.length < Number(values.count) && places.length > 0)
  chosen.push(...places.splice(random.below(places.length), 1));

const { tests } = values;
const withSystem = systemTested.has(name);
const suite = new Suite({ root: copy, packageName: name, withSystem, tests });
const unchanged = await suite.run({});
if (unchanged.failure !== undefined) {
  console.error(`The tests of ${name} fail without a change: ${unchanged.failure}`);
  process.exit(1);
}
if (unchanged.files.length === 0) {
  console.error(`No test of ${name} is in a file whose path contains ${tests.join(" or ")}`);
  process.exit(1);
}
/** Longer than any test takes: those that wait for something fail after 30 s, and others may be slower with a change. */
const quietMs = Math.min(90_000, 35_000 + 5 * unchanged.elapsedMs);
/** Failures that other work on the machine can cause, too. */
const byTime = /timed out|the run hangs|the work grew/;
const alive: Place[] = [];
let late = 0;
/** Number of changes that each test file noticed. */
const noticed = new Map<string, number>();
for (const [index, place] of chosen.entries()) {
  const failure = await failureWith(place);
  if (failure === undefined) alive.push(place);
  else if (byTime.test(failure)) late++;
  const outcome = failure === undefined ? "ALIVE " : "caught";
  const by = failure === undefined ? "" : `\n    ${failure}`;
  console.log(`${index + 1}/${chosen.length} ${outcome} ${describe(place)}${by}`);
}
await suite.close();
const caught = chosen.length - alive.length;
console.log(`\n${caught} of ${chosen.length} changes were caught (seed ${values.seed})`);
if (late > 0) console.log(`${late} of them by a limit of time, which a busy machine reaches, too`);
if (alive.length > 0) console.log(`Alive:\n${alive.map(describe).join("\n")}`);
process.exitCode = caught >= chosen.length * 0.95 ? 0 : 1;

/**
 * Runs the tests with a change, and returns what failed. The first are those that have the name of its file, then those that
 * name it or the entry of its folder, then those that noticed other changes.
 */
async function failureWith(place: Place): Promise<string | undefined> {
  const file = join(packages, place.file);
  const text = readFileSync(file, "utf8");
  const mirror = basename(file).replace(/\.ts$/, ".test.ts");
  const [, inSource = ""] = place.file.split("/src/");
  const names = [`/src/${inSource}"`, `/src/${inSource.replace(/\/[^/]*$/, ".ts")}"`];
  const groups: string[][] = [[], []];
  const others: string[] = [];
  for (const test of unchanged.files) {
    const source = readFileSync(test, "utf8");
    if (basename(test) === mirror) groups[0]!.push(test);
    else if (names.some((each) => source.includes(each))) groups[1]!.push(test);
    else others.push(test);
  }
  others.sort((a, b) => (noticed.get(b) ?? 0) - (noticed.get(a) ?? 0));
  const attentive = others.filter((test) => noticed.has(test)).slice(0, 5);
  groups.push(...attentive.map((test) => [test]), others.slice(attentive.length));
  writeFileSync(file, mutated(text, place));
  try {
    const { failure, failedFile } = await suite.run({ changed: file, groups }, quietMs);
    if (failedFile !== undefined) noticed.set(failedFile, (noticed.get(failedFile) ?? 0) + 1);
    return failure;
  } finally {
    writeFileSync(file, text);
  }
}

function describe({ file, line, change }: Place): string {
  return `packages/${file}:${line}: ${change}`;
}
