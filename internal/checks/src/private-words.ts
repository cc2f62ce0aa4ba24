import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Problems } from "./run-steps.ts";
import { root } from "./workspace.ts";

/** A folder of somebody's machine. What a reader may type needs none: use relative paths. */
const machinePath = /(?<![\w.$})/-])\/(?:work|root|home|Users|tmp)\/[\w.-]/;

/** Package registries belong into a user's own configuration. */
const registryHost = /\bregistry\.[\w-]+\.[a-z]{2,}\b/;

/** Returns the faults of a file that everyone will read. */
export function privateWordProblems(path: string, text: string): Problems {
  return text.split("\n").flatMap((line, index) => {
    const place = `${path}:${index + 1}`;
    if (machinePath.test(line)) return [`${place}: names a folder of one machine`];
    if (registryHost.test(line)) return [`${place}: names a package registry`];
    return [];
  });
}

/** Checks that no tracked file names a machine's folders or a package registry. */
export function checkPrivateWords(): Problems {
  const git = spawnSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" });
  if (git.status !== 0) return [`git ls-files failed: ${git.stderr}`];
  return git.stdout
    .split("\0")
    .filter((path) => path !== "")
    .flatMap((path) => {
      const bytes = readIfPresent(path);
      // A file with NUL bytes is data, not text.
      return bytes.includes(0) ? [] : privateWordProblems(path, bytes.toString());
    });
}

/** Reads a file, or nothing if it is deleted and that is not yet committed. */
function readIfPresent(path: string): Buffer {
  try {
    return readFileSync(join(root, path));
  } catch {
    return Buffer.alloc(0);
  }
}
