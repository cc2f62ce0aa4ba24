// The newest runtime of each kind, on the built packages; `npm run -s runtimes` runs all of them.
import { beforeAll, describe, expect, test } from "vitest";
import { bundleChecks } from "../../src/bundle.ts";
import { install } from "../../src/install.ts";
import { runtimes } from "../../src/runtimes.ts";

const newest = ["Node 26", "Bun", "Deno", "workerd"];
/** A package of 100 MB may have to be brought along first. */
const patienceMs = 300_000;

beforeAll(bundleChecks);

describe.each(runtimes.filter(({ name }) => newest.includes(name)))("$name", (runtime) => {
  test("passes every check", { timeout: patienceMs }, async ({ skip }) => {
    const folder = await install(runtime);
    if (folder === undefined) {
      console.log(`SKIPPED ${runtime.name}: its package cannot be installed here`);
      skip();
      return;
    }
    const results = await runtime.run(folder);
    expect(results.filter(({ isOk }) => !isOk)).toEqual([]);
    expect(results.length).toBeGreaterThan(7);
  });
});
