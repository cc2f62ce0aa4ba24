// One vitest project per package. vitest 4 no longer looks for this file; vitest.config.ts imports it.
import { existsSync, readdirSync } from "node:fs";
import type { TestProjectInlineConfiguration } from "vitest/config";

const projects: TestProjectInlineConfiguration[] = ["packages", "internal", "examples"].flatMap(
  (group) => {
    const folder = new URL(`./${group}/`, import.meta.url);
    return readdirSync(folder)
      .filter((name) => existsSync(new URL(`${name}/test/`, folder)))
      .map((name) => ({
        extends: true as const,
        test: {
          name,
          root: `./${group}/${name}`,
          include: ["test/**/*.test.ts"],
          exclude: ["test/system/**"],
        },
      }));
  },
);

export default projects;
