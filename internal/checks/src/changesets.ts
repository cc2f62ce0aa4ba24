import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import type { Problems } from "./run-steps.ts";
import { root, type WorkspacePackage } from "./workspace.ts";

interface Status {
  readonly releases: readonly { readonly name: string }[];
}

/**
 * Checks that the next release knows of every package: one that changed since `main`, or that was never released, has
 * a changeset. Needs no remote.
 */
export function checkChangesets(packages: readonly WorkspacePackage[]): Problems {
  const folder = mkdtempSync(join(tmpdir(), "lutra-changesets-"));
  try {
    const file = join(folder, "status.json");
    // A checkout of a single commit has no `main`; comparing with itself still reads and validates every changeset.
    const since = git("rev-parse", "--verify", "--quiet", "main") === 0 ? "main" : "HEAD";
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [
        join(root, "node_modules/@changesets/cli/bin.js"),
        "status",
        `--since=${since}`,
        `--output=${relative(root, file)}`,
      ],
      { cwd: root, encoding: "utf8" },
    );
    if (status !== 0) return [`${stdout}${stderr}`];
    const { releases } = JSON.parse(readFileSync(file, "utf8")) as Status;
    const known = new Set(releases.map(({ name }) => name));
    return packages
      .filter(({ manifest }) => manifest.version === "0.0.0" && !known.has(manifest.name))
      .map(
        ({ manifest }) => `${manifest.name} was never released and has no changeset: npx changeset`,
      );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function git(...args: string[]): number | null {
  return spawnSync("git", args, { cwd: root }).status;
}
