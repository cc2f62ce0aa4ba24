import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
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
      return messages.map(
        (message) => `${each.name}: ${formatMessage(message, pkg, { color: false })}`,
      );
    }),
  );
  return results.flat();
}

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

/** Names of classes that more than one of these files declares, as problems. */
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
