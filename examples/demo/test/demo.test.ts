import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../../", import.meta.url));

test("the demo prints one result that three runners agree on", async () => {
  const args = ["scripts/run-source.mjs", "examples/demo/src/demo.ts"];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
  expect(stdout).toMatch(/Text +Int32 +Float64\?/);
  expect(stdout).toMatch(/Ether +2019 +8\.75/);
  expect(stdout).toMatch(
    /interpreter .*\nembedded PostgreSQL .* same result\nDuckDB .* same result/,
  );
  for (const [command] of stdout.matchAll(/npm run -s lutra-runner -- run (.*)/g)) {
    const words = command.split(" ").slice(5);
    const cli = ["scripts/run-source.mjs", "packages/runner-cli/src/main.ts", ...words];
    await promisify(execFile)(process.execPath, cli, { cwd: root });
  }
});
