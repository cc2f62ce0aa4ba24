import { cpSync, mkdtempSync, readdirSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

/** Folders that no test reads, some of them large. */
const skipped: ReadonlySet<string> = new Set([".git", ".vite", "coverage", "target"]);

/**
 * Copies the workspace to a new folder and returns its path. Sources can change there without a
 * trace here, and the processes, threads and bundlers that tests start read the changed files too. Packages of the workspace
 * depend on each other's copies; other dependencies are shared.
 */
export function copyWorkspace(root: string): string {
  const folder = mkdtempSync(join(tmpdir(), "lutra-mutation-"));
  for (const name of readdirSync(root)) {
    if (name === "node_modules") symlinkSync(join(root, name), join(folder, name));
    else
      cpSync(join(root, name), join(folder, name), {
        recursive: true,
        verbatimSymlinks: true,
        filter: (source) => !skipped.has(basename(source)),
      });
  }
  return folder;
}
