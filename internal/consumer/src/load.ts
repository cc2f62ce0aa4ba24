import type { Entry, WorkspacePackage } from "@lutra-internal/checks/workspace";
import type { Scratch } from "./scratch.ts";

/**
 * Loads every entry point with `import` and with `require`, each in a fresh process, and checks that both give the same
 * module. An entry may fail for one reason only: it names an optional peer that is not installed.
 *
 * @returns what went wrong, one text per entry
 */
export function loadEntries(
  scratch: Scratch,
  { manifest }: WorkspacePackage,
  entries: readonly Entry[],
): string[] {
  const peers = Object.keys(manifest.peerDependencies ?? {});
  return entries.flatMap(({ specifier }) => {
    const { passed, output } = scratch.run(process.execPath, [
      "--no-warnings",
      "load.cjs",
      specifier,
    ]);
    if (passed) return [];
    const missing = /Cannot find (?:package|module) '([^']+)'/.exec(output)?.[1];
    return missing !== undefined && peers.includes(missing) ? [] : [`${specifier}:\n${output}`];
  });
}

/** The program that {@link loadEntries} runs; `require` comes first, as it does for a CommonJS application. */
export const loadProgram = `
const specifier = process.argv[2];
const required = require(specifier);
import(specifier).then((imported) => {
  const names = Object.keys(imported);
  for (const name of names)
    if (required[name] !== imported[name]) throw new Error(name + " differs between import and require");
  if (names.length === 0) throw new Error(specifier + " exports nothing");
});
`;
