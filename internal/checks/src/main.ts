import { appendFileSync } from "node:fs";
import { checkChangesets } from "./changesets.ts";
import { readArguments, refuseArguments } from "./command-line.ts";
import { checkDependencyRules } from "./dependency-rules.ts";
import { checkExamples } from "./examples.ts";
import { checkFloorPlans } from "./floor-plan.ts";
import { checkPackagePages } from "./package-pages.ts";
import { checkPrivateWords } from "./private-words.ts";
import { checkClassesExistOnce, checkDeclarationMaps, checkPublint } from "./published-shape.ts";
import { checkProse } from "./prose.ts";
import { checkSeeReferences } from "./see-references.ts";
import { runSteps, type Step, type StepReport } from "./run-steps.ts";
import { clearTarballs, tarballFolder, tarballOf } from "./tarballs.ts";
import { workspacePackages } from "./workspace.ts";

const packages = workspacePackages();
const tsx = [process.execPath, "--import", "tsx"] as const;

const steps: readonly Step[] = [
  { name: "format", run: ["oxfmt", "--check"] },
  { name: "lint", run: ["oxlint", "--type-aware"] },
  { name: "types", run: ["tsc", "-p", "tsconfig.json"] },
  { name: "types without Node", run: ["tsc", "-p", "tsconfig.universal.json"] },
  { name: "types of the examples", run: ["tsc", "-p", "examples/tsconfig.json"] },
  {
    name: "types of the documentation",
    run: [
      process.execPath,
      "--conditions=@lutra/source",
      "--import",
      "tsx",
      "internal/readme-examples/src/check-types.ts",
    ],
  },
  {
    name: "generated modules",
    run: [
      process.execPath,
      "--conditions=@lutra/source",
      "--import",
      "tsx",
      "packages/codegen/src/node/main.ts",
      "--check",
      "--config",
      "internal/fixtures/generated/lutra.codegen.json",
    ],
  },
  {
    name: "generated modules of the examples",
    run: [
      process.execPath,
      "scripts/run-source.mjs",
      "packages/codegen/src/node/main.ts",
      "--check",
      "--config",
      "examples/lutra.codegen.json",
    ],
  },
  { name: "dependency direction", run: () => checkDependencyRules(packages) },
  { name: "floor plans", run: checkFloorPlans },
  { name: "references in docblocks", run: checkSeeReferences },
  { name: "examples", run: () => checkExamples(packages) },
  { name: "pages of packages", run: () => checkPackagePages(packages) },
  { name: "prose", run: checkProse },
  { name: "private words", run: checkPrivateWords },
  { name: "changesets", run: () => checkChangesets(packages) },
  {
    name: "site",
    run: [
      process.execPath,
      "--conditions=@lutra/source",
      "--import",
      "tsx",
      "internal/site/src/main.ts",
    ],
  },
  { name: "build", run: ["pnpm", "-r", "--filter", "./packages/*", "build"] },
  { name: "tests", run: ["vitest", "run"], verbose: true },
  { name: "classes exist once", run: () => checkClassesExistOnce(packages), after: ["build"] },
  { name: "declaration maps", run: () => checkDeclarationMaps(packages), after: ["build"] },
  {
    name: "bundle sizes",
    run: [...tsx, "internal/bundle-size/src/main.ts"],
    after: ["build"],
    verbose: true,
  },
  {
    name: "pack",
    run: ["pnpm", "-r", "--filter", "./packages/*", "pack", "--pack-destination", tarballFolder],
    after: ["build"],
  },
  { name: "publint", run: () => checkPublint(packages), after: ["pack"] },
  ...packages.map((each) => ({
    name: `attw ${each.name}`,
    run: ["attw", "--profile", "esm-only", "--no-emoji", tarballOf(each)] as const,
    after: ["pack"],
  })),
  {
    name: "consumer",
    run: [...tsx, "internal/consumer/src/main.ts", tarballFolder],
    after: ["pack"],
    verbose: true,
  },
];

const usage = `Usage: npm run check [-- --only STEP,STEP | --skip STEP,STEP]

Runs everything that a contributor runs before a push. --only brings the steps that a step comes after; --skip
trusts what an earlier run of a step left. The steps:
${steps.map(({ name }) => `  ${name}`).join("\n")}`;

process.exitCode = await main();

/** Runs the steps that the arguments name, and returns the exit code. */
async function main(): Promise<number> {
  const { values, positionals } = readArguments(usage, {
    only: { type: "string" },
    skip: { type: "string" },
  });
  if (positionals.length > 0) refuseArguments(usage, `unexpected argument "${positionals[0]}"`);
  const chosen = choose(values.only?.split(","), values.skip?.split(",") ?? []);
  if (chosen.some(({ name }) => name === "pack")) clearTarballs();
  const reports = await runSteps(chosen, { onReport: print });
  const count = (outcome: StepReport["outcome"]): number =>
    reports.filter((report) => report.outcome === outcome).length;
  const line = `${count("passed")} passed, ${count("failed")} failed, ${count("skipped")} skipped`;
  console.log(`\n${line}`);
  const counts = process.env["LUTRA_COUNTS"];
  if (counts) {
    const failures = reports.filter(({ outcome }) => outcome === "failed");
    const names = failures.map(({ name }) => `FAILED npm run check, step "${name}"`);
    appendFileSync(counts, [...names, line, ""].join("\n"));
  }
  return count("failed") + count("skipped") === 0 ? 0 : 1;
}

/** Returns the steps of a run. */
function choose(only: readonly string[] | undefined, skip: readonly string[]): Step[] {
  for (const name of [...(only ?? []), ...skip]) {
    if (!steps.some((step) => step.name === name))
      refuseArguments(usage, `no step is called "${name}"`);
  }
  const wanted = new Set(only ?? steps.map(({ name }) => name));
  for (const { name, after } of steps.toReversed())
    if (wanted.has(name)) for (const earlier of after ?? []) wanted.add(earlier);
  for (const name of skip) wanted.delete(name);
  return steps
    .filter(({ name }) => wanted.has(name))
    .map((step) => ({ ...step, after: (step.after ?? []).filter((name) => wanted.has(name)) }));
}

function print({ name, outcome, seconds, output }: StepReport): void {
  console.log(`${outcome.padEnd(7)} ${name} (${seconds.toFixed(1)} s)`);
  if (output !== "") console.log(output.replaceAll(/^/gm, "        "));
}
