// Writes the declarations of a package: one file for each source file, with a map that leads an editor into `src`.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { isolatedDeclarationSync } from "oxc-transform";

/** First line of each file: declarations name AsyncDisposable, which a consumer's own `lib` may not include. */
const banner = '/// <reference lib="esnext.disposable" />';

/** Specifiers of sibling modules: `from "./x.ts"`, `import("../x.ts")`. */
const siblings = /(?<=(?:from |import |import\()")(\.[^"]+)\.ts(?=")/g;

/**
 * Writes `dist/X.d.ts` and its map for every entry `src/X.ts`, and for all files that these declarations import.
 *
 * Sources state the types of their exports, so each file is translated by itself.
 *
 * @param entries paths from the package's folder, which is the current one
 * @throws Error for an export whose type is not stated
 */
export function writeDeclarations(entries: readonly string[]): void {
  const files = new Set(entries.map((entry) => join(entry)));
  for (const file of files) {
    const source = readFileSync(file, "utf8");
    const { code, map, errors } = isolatedDeclarationSync(file, source, { sourcemap: true });
    const [problem] = errors;
    if (problem !== undefined || map === undefined) {
      throw new Error(`${file}: ${problem?.message ?? "no declaration"}`);
    }
    for (const [, path] of code.matchAll(siblings)) files.add(join(dirname(file), `${path}.ts`));
    const target = join("dist", relative("src", file)).replace(/\.ts$/, ".d.ts");
    mkdirSync(dirname(target), { recursive: true });
    const link = `//# sourceMappingURL=${target.slice(target.lastIndexOf("/") + 1)}.map`;
    writeFileSync(target, `${banner}\n${code.replace(siblings, "$1.js")}${link}\n`);
    writeFileSync(
      `${target}.map`,
      JSON.stringify({
        version: 3,
        sources: [relative(dirname(target), file)],
        names: [],
        // One line without a source, for the banner.
        mappings: `;${map.mappings}`,
      }),
    );
  }
}
