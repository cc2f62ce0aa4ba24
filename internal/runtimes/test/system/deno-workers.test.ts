// Blocking calls between Deno's Web Workers, which are a browser's and not those of `node:worker_threads`.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { expectedOutcome } from "../../../../packages/runner-sync/test/browser/expected-outcome.ts";
import { install } from "../../src/install.ts";
import { executable, runtimes } from "../../src/runtimes.ts";

const file = fileURLToPath(
  new URL("../../../../packages/runner-sync/test/browser/print-outcome.ts", import.meta.url),
);
const options = [
  "run",
  "--allow-all",
  "--no-lock",
  "--node-modules-dir=manual",
  "--conditions=@lutra/source",
];

test("growth, time-outs and crashes come out as in browsers", async ({ skip }) => {
  const deno = runtimes.find(({ name }) => name === "Deno");
  const folder = deno && (await install(deno));
  if (folder === undefined) {
    console.log("SKIPPED blocking calls in Deno: its package cannot be installed here");
    skip();
    return;
  }
  const printed = execFileSync(executable(join(folder, "deno")), [...options, file], {
    encoding: "utf8",
  });
  expect(JSON.parse(printed)).toEqual(expectedOutcome);
});
