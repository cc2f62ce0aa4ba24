// One vitest project per package. vitest 4 no longer looks for this file; the configurations import it.
import { existsSync, readdirSync } from "node:fs";
import type { TestProjectInlineConfiguration } from "vitest/config";

/** A project for every package, internal package and example that has the folder `tests`. */
export function projectsWith(
  tests: string,
  { include, exclude = [] }: { readonly include: string; readonly exclude?: readonly string[] },
): TestProjectInlineConfiguration[] {
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
            include: [`${tests}/${include}`],
            exclude: [...exclude],
            globalSetup: existsSync(new URL(`${name}/${setup}`, folder)) ? [setup] : [],
          },
        };
      });
  });
}

/** All tests of types; one project, since each project that has some takes a compiler run of its own. */
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

const projects: TestProjectInlineConfiguration[] = [
  ...projectsWith("test", { include: "**/*.test.ts", exclude: ["test/system/**"] }),
  types,
];

export default projects;
