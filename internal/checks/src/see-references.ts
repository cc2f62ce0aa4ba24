import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Problems } from "./run-steps.ts";
import { root } from "./workspace.ts";

/** Reads a file of the repository; `undefined` if there is none. */
export type ReadFile = (path: string) => string | undefined;

const example = 'such as @see docs/spec/sql.md, "Placeholders"';

/**
 * Returns the `@see` tags of a source file that do not resolve. A tag is a file of the repository, perhaps with one of its
 * headings in quotes, or a public address.
 */
export function seeProblems(path: string, text: string, read: ReadFile): Problems {
  return text.split("\n").flatMap((line, index) => {
    const tag = /^\s*(?:\/\*)?\*+ @see (.*?)(?: ?\*\/)?$/.exec(line)?.[1];
    const problem = tag === undefined ? undefined : tagProblem(tag, read);
    return problem === undefined ? [] : [`${path}:${index + 1}: @see ${tag}: ${problem}`];
  });
}

function tagProblem(tag: string, read: ReadFile): string | undefined {
  if (/^https:\/\/\S+$/.test(tag)) return undefined;
  const parts = /^([\w./-]+\.(?:md|ts))(?:, "([^"]+)")?$/.exec(tag);
  if (!parts) return `name a file and one of its headings, ${example}`;
  const [, file = "", heading] = parts;
  const text = read(file);
  if (text === undefined) return `there is no file ${file}`;
  if (heading === undefined || headingsOf(text).has(heading)) return undefined;
  return `${file} has no heading "${heading}"`;
}

function headingsOf(text: string): Set<string> {
  return new Set([...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading!));
}

/** Checks that every `@see` in the sources names a file and a heading of the repository. */
export function checkSeeReferences(): Problems {
  const git = spawnSync("git", ["ls-files", "-z", "*.ts"], { cwd: root, encoding: "utf8" });
  if (git.status !== 0) return [`git ls-files failed: ${git.stderr}`];
  const files = new Map<string, string | undefined>();
  const read: ReadFile = (path) => {
    if (!files.has(path)) files.set(path, readIfPresent(join(root, path)));
    return files.get(path);
  };
  return git.stdout
    .split("\0")
    .filter((path) => path !== "" && !path.startsWith("internal/checks/test/"))
    .flatMap((path) => seeProblems(path, read(path) ?? "", read));
}

function readIfPresent(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}
