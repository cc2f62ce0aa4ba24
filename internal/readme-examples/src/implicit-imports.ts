import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { WorkspacePackage } from "@lutra-internal/checks/workspace";

/** A name that an entry point exports. */
export interface ExportedName {
  readonly name: string;
  readonly from: string;
  /** `true` if it is a type only. */
  readonly type: boolean;
}

/** The packages whose names every docblock may use, as every other package stands on them. */
const foundation = ["bin", "runner-core"];

/**
 * Returns the names that docblocks of a package may use without importing them: its own exports, then the foundation's.
 */
export function namesInScope(
  owner: WorkspacePackage,
  packages: readonly WorkspacePackage[],
): ExportedName[] {
  const base = packages.filter(({ name }) => foundation.includes(name) && name !== owner.name);
  return [owner, ...base].flatMap(({ folder, manifest }) =>
    Object.entries(manifest.exports).flatMap(([subpath, target]) =>
      typeof target === "string"
        ? []
        : exportedNames(
            readFileSync(join(folder, target["@lutra/source"]), "utf8"),
            manifest.name + subpath.slice(1),
          ),
    ),
  );
}

/**
 * Returns the names that an entry point's text exports; entry points are explicit lists, so that reading them is
 * enough.
 */
export function exportedNames(text: string, from: string): ExportedName[] {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
  const names: ExportedName[] = [];
  for (const [, typesOnly, list = ""] of code.matchAll(/\bexport\s+(type\s+)?\{([^}]*)\}/g)) {
    for (const item of list.split(",")) {
      const [, type, name] = /^\s*(type\s+)?(?:[\w$]+\s+as\s+)?([\w$]+)\s*$/.exec(item) ?? [];
      if (name) names.push({ name, from, type: (typesOnly ?? type) !== undefined });
    }
  }
  const declaration =
    /\bexport\s+(?:async\s+|abstract\s+)?(const|function|class|interface|type)\s+([\w$]+)/g;
  for (const [, kind, name = ""] of code.matchAll(declaration))
    names.push({ name, from, type: kind === "interface" || kind === "type" });
  return names;
}

/** Imports, on one line, of the names in scope that the code uses and neither imports nor declares itself. */
export function implicitImports(code: string, scope: readonly ExportedName[]): string {
  const chosen = new Map<string, ExportedName>();
  for (const each of scope) {
    const name = each.name.replaceAll("$", String.raw`\$`);
    const used = new RegExp(String.raw`(?<![\w$.])${name}(?![\w$])`).test(code);
    const declared = new RegExp(
      String.raw`\b(?:const|let|function|class|interface|type)\s+${name}\b|\bimport\b[^;]*\b${name}\b[^;]*\bfrom\b`,
    ).test(code);
    if (used && !declared && !chosen.has(each.name)) chosen.set(each.name, each);
  }
  return [...chosen.values()]
    .map(({ name, from, type }) => `import ${type ? "type " : ""}{ ${name} } from "${from}"; `)
    .join("");
}
