// Runs the same checks in every runtime that can be had: `npm run -s runtimes`.
import { readArguments, refuseArguments } from "@lutra-internal/checks/command-line";
import { bundleChecks } from "./bundle.ts";
import { install } from "./install.ts";
import { runtimes } from "./runtimes.ts";

const usage = `Usage: npm run -s runtimes -- [NAME ...]

Runs the same checks in every runtime that can be had, or in those whose names contain NAME; after npm run build. The
runtimes: ${runtimes.map(({ name }) => name).join(", ")}`;

process.exitCode = await main(readArguments(usage, {}).positionals);

async function main(names: readonly string[]): Promise<number> {
  const chosen = runtimes.filter(
    ({ name }) =>
      names.length === 0 || names.some((part) => name.toLowerCase().includes(part.toLowerCase())),
  );
  if (chosen.length === 0) refuseArguments(usage, `no runtime's name contains ${names.join(", ")}`);
  await bundleChecks();
  let failures = 0;
  for (const runtime of chosen) {
    const folder = await install(runtime);
    if (folder === undefined) {
      console.log(`SKIPPED ${runtime.name}: its package cannot be installed here\n`);
      continue;
    }
    console.log(runtime.name);
    try {
      for (const { name, isOk, detail } of await runtime.run(folder)) {
        console.log(`  ${isOk ? "ok    " : "FAILED"}  ${name.padEnd(32)}${detail}`);
        if (!isOk) failures++;
      }
    } catch (error) {
      console.log(`  FAILED  ${error instanceof Error ? error.message : String(error)}`);
      failures++;
    }
    console.log();
  }
  return failures === 0 ? 0 : 1;
}
