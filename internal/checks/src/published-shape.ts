import { readFileSync, readdirSync } from "node:fs";
import { SourceMap, type SourceMapPayload } from "node:module";
import { dirname, join } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import type { Problems } from "./run-steps.ts";
import { tarballOf } from "./tarballs.ts";
import type { WorkspacePackage } from "./workspace.ts";

/** Checks every tarball with publint, suggestions included. */
export async function checkPublint(packages: readonly WorkspacePackage[]): Promise<Problems> {
  const results = await Promise.all(
    packages.map(async (each) => {
      const bytes = readFileSync(tarballOf(each));
      const tarball = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
      const { messages, pkg } = await publint({ strict: true, pack: { tarball } });
      return messages
        .filter(({ code }) => code !== fieldOfBrowsers)
        .map((message) => `${each.name}: ${formatMessage(message, pkg, { color: false })}`);
    }),
  );
  return results.flat();
}

/**
 * Suggestion of `imports` in place of `browser`. A page without a bundler could not resolve such a name, and what does not
 * know `browser` works as well with the larger module.
 */
const fieldOfBrowsers = "USE_EXPORTS_OR_IMPORTS_BROWSER";

/**
 * Checks that no class is in two of a package's built files: `instanceof` would fail between its entry points. A Node
 * entry that imports its own package by name is safe.
 */
export function checkClassesExistOnce(packages: readonly WorkspacePackage[]): Problems {
  return packages.flatMap(({ name, folder }) => {
    const dist = join(folder, "dist");
    const files = readdirSync(dist).filter((file) => file.endsWith(".js"));
    return repeatedClasses(
      new Map(
        files.map((file) => [`${name}/dist/${file}`, readFileSync(join(dist, file), "utf8")]),
      ),
    );
  });
}

const classDeclaration =
  /(?:^|\n)\s*(?:export )?(?:var |let |const )?(?:class (\w+)|(\w+) = class\b)/g;

/** Returns the names of classes that more than one of these files declares, as problems. */
export function repeatedClasses(files: ReadonlyMap<string, string>): Problems {
  const homes = new Map<string, string>();
  const problems: string[] = [];
  for (const [file, text] of files) {
    for (const [, declared, assigned] of text.matchAll(classDeclaration)) {
      const name = declared ?? assigned ?? "";
      const home = homes.get(name);
      if (home !== undefined && home !== file)
        problems.push(`class ${name} is in ${home} and in ${file}`);
      homes.set(name, file);
    }
  }
  return problems;
}

/** Checks that the map of every declaration leads from each exported name to a line of `src` that has it. */
export function checkDeclarationMaps(packages: readonly WorkspacePackage[]): Problems {
  return packages.flatMap(({ name, folder }) => {
    const dist = join(folder, "dist");
    const files = readdirSync(dist, { recursive: true, encoding: "utf8" });
    const declarations = files.filter((file) => file.endsWith(".d.ts"));
    if (declarations.length === 0) return [`${name} has no declarations`];
    return declarations.flatMap((file) =>
      unmappedNames(join(dist, file)).map((each) => `${name}/dist/${file}: ${each}`),
    );
  });
}

const exportedName =
  /^export (?:declare )?(?:abstract )?(?:class|const|function|interface|type) (\w+)/;

/** Returns the exported names of a declaration file that its map leads elsewhere. */
export function unmappedNames(file: string): readonly string[] {
  const payload = JSON.parse(readFileSync(`${file}.map`, "utf8")) as SourceMapPayload;
  const map = new SourceMap(payload);
  return readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line, index) => {
      const [start = "", name] = exportedName.exec(line) ?? [];
      if (name === undefined) return [];
      const entry = map.findEntry(index, start.length - name.length);
      if (!("originalSource" in entry)) return [`${name} is not in the map`];
      const source = readFileSync(join(dirname(file), entry.originalSource), "utf8");
      const found = source.split("\n")[entry.originalLine] ?? "";
      return found.includes(name) ? [] : [`the map leads from ${name} to: ${found}`];
    });
}
