// The suites of every package, for `npm run mutate`: LUTRA_TEST_ORDER is a list of test files in the order to run them in.
import { mergeConfig, type ViteUserConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import base from "../../vitest.config.ts";
import { suites } from "../../vitest.workspace.ts";

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
config.test!.projects = [suites];
// Merged, lists would be joined.
config.test!.reporters = ["json"];

export default config;
