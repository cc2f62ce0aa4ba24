// The suites of every package, for `npm run mutate`. LUTRA_TEST_ORDER is a list of test files in the order to run them in,
// LUTRA_SYSTEM_TESTS the package whose system tests run too.
import { mergeConfig, type ViteUserConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import base from "../../vitest.config.ts";
import { suites, systemProjects } from "../../vitest.workspace.ts";

const order = JSON.parse(process.env["LUTRA_TEST_ORDER"] ?? "[]") as string[];

class GivenOrder extends BaseSequencer {
  override async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => order.indexOf(moduleId);
    return specifications.toSorted((a, b) => place(a) - place(b));
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
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
const system = systemProjects()
  .filter(({ test }) => test?.name === process.env["LUTRA_SYSTEM_TESTS"])
  .map((project) => ({ ...project, test: { ...project.test, isolate: true } }));
config.test!.projects = [suites, ...system];
// Merged, lists would be joined.
config.test!.reporters = ["json"];

export default config;
