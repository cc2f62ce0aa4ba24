import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Problems } from "./run-steps.ts";
import { root, type WorkspacePackage } from "./workspace.ts";

/**
 * Checks that the next release knows of every package: one that was never released has a changeset, and so has one that
 * changed since `main`. Needs no remote.
 */
export function checkChangesets(packages: readonly WorkspacePackage[]): Problems {
  const folder = join(root, ".changeset");
  const texts = readdirSync(folder)
    .filter((file) => file.endsWith(".md") && file !== "README.md")
    .map((file) => readFileSync(join(folder, file), "utf8"));
  const known = new Set(texts.flatMap(packagesOfChangeset));
  const missing = packages
    .filter(({ manifest }) => manifest.version === "0.0.0" && !known.has(manifest.name))
    .map(
      ({ manifest }) => `${manifest.name} was never released and has no changeset: npx changeset`,
    );
  return [...missing, ...branchProblems()];
}

/** Returns the packages that a changeset names in its front matter. */
export function packagesOfChangeset(text: string): string[] {
  const [, frontMatter = ""] = /^---\n([\s\S]*?)\n---/.exec(text) ?? [];
  return Array.from(
    frontMatter.matchAll(/^["']?(@?[\w./-]+)["']?:\s*(?:patch|minor|major)\s*$/gm),
    ([, name = ""]) => name,
  );
}

/**
 * Checks the changesets of a branch. On a branch, every changed package needs a changeset of that branch. A checkout
 * without `main` cannot tell.
 */
function branchProblems(): Problems {
  const main = commitOf("main");
  if (main === undefined) return [];
  const since = main === commitOf("HEAD") ? [] : ["--since=main"];
  const command = join(root, "node_modules/@changesets/cli/bin.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, "status", ...since], {
    cwd: root,
    encoding: "utf8",
  });
  return status === 0 ? [] : [`${stdout}${stderr}`];
}

function commitOf(name: string): string | undefined {
  const git = spawnSync("git", ["rev-parse", "--verify", "--quiet", name], {
    cwd: root,
    encoding: "utf8",
  });
  return git.status === 0 ? git.stdout.trim() : undefined;
}
