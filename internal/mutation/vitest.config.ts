// The suites of every package, for `npm run mutate`. LUTRA_SYSTEM_TESTS names the package whose system tests run too.
import { mergeConfig, type ViteUserConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import base from "../../vitest.config.ts";
import { suites, systemProjects } from "../../vitest.workspace.ts";

/** Leaves test files in the order in which they are given. */
class GivenOrder extends BaseSequencer {
  override async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    return specifications;
  }
}

const root = new URL("../..", import.meta.url).pathname;
const config: ViteUserConfig = mergeConfig(base, {
  root,
  cacheDir: `${root}.cache/mutation`,
  test: {
    sequence: { sequencer: GivenOrder },
    maxWorkers: 1,
    // Long for one test, yet a change that makes it wait forever is found before the run counts as hanging.
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
const system = systemProjects()
  .filter(({ test }) => test?.name === process.env["LUTRA_SYSTEM_TESTS"])
  .map((project) => ({ ...project, test: { ...project.test, isolate: true } }));
// Merged, lists would be joined.
config.test!.projects = [suites, ...system];

export default config;
