// The projects of vitest. vitest 4 no longer looks for this file; the configurations import it.
import { existsSync, readdirSync } from "node:fs";
import type { TestProjectInlineConfiguration } from "vitest/config";

/** Returns a project for every package, internal package and example that has `test/system`: they can be left out one by one. */
export function systemProjects(): TestProjectInlineConfiguration[] {
  const tests = "test/system";
  return ["packages", "internal", "examples"].flatMap((group) => {
    const folder = new URL(`./${group}/`, import.meta.url);
    return readdirSync(folder)
      .filter((name) => existsSync(new URL(`${name}/${tests}/`, folder)))
      .map((name) => {
        // What all its tests need and takes long, such as a compiler's build: once, and no test's time.
        const setup = `${tests}/global-setup.ts`;
        return {
          extends: true as const,
          test: {
            name,
            root: `./${group}/${name}`,
            include: [`${tests}/**/*.test.ts`],
            globalSetup: existsSync(new URL(`${name}/${setup}`, folder)) ? [setup] : [],
          },
        };
      });
  });
}

/** All that needs nothing but Node, in one project: processes are not shared across projects, and each loads the sources. */
export const suites: TestProjectInlineConfiguration = {
  extends: true,
  test: {
    name: "suites",
    include: ["{packages,internal,examples}/*/test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "*/*/test/system/**"],
    globalSetup: ["./internal/testing/src/pglite/global-setup.ts"],
  },
};

/** All tests of types, which take one run of the compiler. */
const types: TestProjectInlineConfiguration = {
  extends: true,
  test: {
    name: "types",
    include: [],
    typecheck: {
      enabled: true,
      only: true,
      include: ["packages/*/test/**/*.test-d.ts"],
      tsconfig: "./tsconfig.test-d.json",
    },
  },
};

const projects: TestProjectInlineConfiguration[] = [suites, types];

export default projects;
