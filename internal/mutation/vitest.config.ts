// The suites of every package, with one change in one source file: LUTRA_MUTANT says which. Nothing changes on disk.
import { readFileSync } from "node:fs";
import { mergeConfig, type ViteUserConfig } from "vitest/config";
import { suites } from "../../vitest.workspace.ts";
import base from "../../vitest.config.ts";
import { type Mutant, mutated } from "./src/mutants.ts";

const { file, ...mutant } = JSON.parse(process.env["LUTRA_MUTANT"] ?? "{}") as Mutant & {
  file: string;
};

const config: ViteUserConfig = mergeConfig(base, {
  root: new URL("../..", import.meta.url).pathname,
  plugins: [
    {
      name: "mutant",
      enforce: "pre",
      load: (id: string) =>
        id.split("?")[0] === file ? mutated(readFileSync(file, "utf8"), mutant) : undefined,
    },
  ],
});
config.test!.projects = [suites];
config.test!.reporters = ["dot"];
config.test!.maxWorkers = 1;

export default config;
