import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Problems } from "./run-steps.ts";
import type { Manifest, WorkspacePackage } from "./workspace.ts";

/** Every package may stand on these two, in this order; they stand on nothing above them. */
const foundation = ["@lutra/bin", "@lutra/runner-core"];

/** Packages that one package may import besides the foundation, and why. */
const alsoAllowed: Readonly<Record<string, readonly string[] | "all">> = {
  // Frames on stdin and stdout are the binary protocol's.
  "@lutra/runner-posix": ["@lutra/runner-binary"],
  // The requests and answers are those of HTTP, without its edge.
  "@lutra/runner-nats": ["@lutra/runner-http"],
  // What SQL programs have in common, whatever the database.
  "@lutra/runner-duckdb": ["@lutra/runner-sql"],
  "@lutra/runner-postgres": ["@lutra/runner-sql"],
  // Compiles sources where it is installed.
  "@lutra/codegen": ["@lutra/compiler"],
  // The composition root.
  "@lutra/runner-cli": "all",
};

/** Third-party packages that are installed with ours; drivers are optional peers instead. */
const thirdParty: Readonly<Record<string, readonly string[]>> = {
  "@lutra/runner-interpreter": ["fzstd", "hyparquet", "hyparquet-writer"],
};

/** Checks that dependencies point one way, in manifests and in imports. */
export function checkDependencyRules(packages: readonly WorkspacePackage[]): Problems {
  return packages.flatMap((each) => [
    ...manifestProblems(each.manifest),
    ...importProblems(each.manifest, readSources(join(each.folder, "src"))),
  ]);
}

/** Returns the faults in the dependencies that a manifest declares. */
export function manifestProblems(manifest: Manifest): Problems {
  const { name } = manifest;
  const problems: string[] = [];
  for (const dependency of Object.keys(manifest.dependencies ?? {})) {
    const allowed = dependency.startsWith("@lutra/")
      ? mayImport(name, dependency)
      : thirdParty[name]?.includes(dependency);
    if (!allowed) problems.push(`${name}: package.json must not depend on ${dependency}`);
  }
  for (const peer of Object.keys(manifest.peerDependencies ?? {})) {
    if (manifest.peerDependenciesMeta?.[peer]?.optional !== true)
      problems.push(`${name}: the peer ${peer} must be optional (peerDependenciesMeta)`);
  }
  return problems;
}

/** A source file, as far as {@link importProblems} reads it. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Returns the faults in the imports of a package's sources: wrong direction, or not declared in its manifest. */
export function importProblems(manifest: Manifest, sources: readonly SourceFile[]): Problems {
  const declared = new Set([
    manifest.name,
    ...Object.keys(manifest.dependencies ?? {}),
    ...Object.keys(manifest.peerDependencies ?? {}),
  ]);
  const problems: string[] = [];
  for (const { path, text } of sources) {
    for (const imported of importedPackages(text)) {
      if (imported.startsWith("@lutra/") && !mayImport(manifest.name, imported))
        problems.push(`${path}: ${manifest.name} must not import ${imported}`);
      else if (!declared.has(imported))
        problems.push(`${path}: ${imported} is not in the dependencies of ${manifest.name}`);
    }
  }
  return problems;
}

function mayImport(from: string, to: string): boolean {
  if (from === to) return true;
  const position = foundation.indexOf(from);
  if (position >= 0) return foundation.indexOf(to) >= 0 && foundation.indexOf(to) < position;
  const also = alsoAllowed[from] ?? [];
  return foundation.includes(to) || also === "all" || also.includes(to);
}

const importStatement =
  /(?:^|[;\n])\s*(?:import|export)\b[^"';]*?from\s*["']([^"']+)["']|^\s*import\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/gm;

/** Returns the packages that a module's text imports, in any form; docblocks do not count. */
function importedPackages(text: string): Set<string> {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\//g, "");
  const found = new Set<string>();
  for (const [, from, bare, dynamic] of code.matchAll(importStatement)) {
    const specifier = from ?? bare ?? dynamic ?? "";
    if (specifier.startsWith(".") || specifier.startsWith("node:")) continue;
    const parts = specifier.split("/");
    found.add(parts.slice(0, specifier.startsWith("@") ? 2 : 1).join("/"));
  }
  return found;
}

function readSources(folder: string): SourceFile[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => ({ path: join(folder, path), text: readFileSync(join(folder, path), "utf8") }));
}
