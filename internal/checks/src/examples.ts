import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Problems } from "./run-steps.ts";
import type { WorkspacePackage } from "./workspace.ts";

/** Entries that only authors of runners, transports and generators import; the packages of ours are their examples. */
const forAuthors = new Set([
  "@lutra/bin/emit",
  "@lutra/bin/generated",
  "@lutra/bin/transcode",
  "@lutra/runner-conformance",
  "@lutra/runner-core/source",
  "@lutra/runner-core/transport",
  "@lutra/runner-sql",
]);

/**
 * Names that need no example: errors and classes that users meet but do not make, and what another function's example
 * shows.
 */
const withoutExample = new Set([
  "Cancellation",
  "CodegenError",
  "CompileError",
  "FrameWriter",
  "HttpServer",
  "ModuleClientSync",
  "ParseError",
  "PortClient",
  "ReconnectingClient",
  "TextSlice",
  "checkedClientOptions",
  "checkedServerOptions",
  "main",
]);

/** Checks that what users call has an example: in its docblock, or in the README of its package. */
export function checkExamples(packages: readonly WorkspacePackage[]): Problems {
  return packages.flatMap(({ folder, manifest }) => {
    const readme = readFileSync(join(folder, "README.md"), "utf8");
    const sources = readdirSync(join(folder, "src"), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => readFileSync(join(folder, "src", file), "utf8"));
    return Object.entries(manifest.exports).flatMap(([subpath, target]) => {
      const entry = manifest.name + subpath.slice(1);
      if (typeof target === "string" || forAuthors.has(entry)) return [];
      const text = readFileSync(join(folder, target["@lutra/source"]), "utf8");
      return namesWithoutExample(text, sources, readme)
        .filter((name) => !withoutExample.has(name))
        .map((name) => `${entry}: ${name} has no example, in its docblock or in README.md`);
    });
  });
}

/** Returns the functions and classes that an entry exports and that no example shows. */
export function namesWithoutExample(
  entry: string,
  sources: readonly string[],
  readme: string,
): readonly string[] {
  const samples = Array.from(
    readme.matchAll(/^```(?:ts|typescript)\n([^]*?)^```/gm),
    ([, code]) => code,
  );
  return exportedValues(entry).filter((name) => {
    if (samples.some((code) => code?.includes(name))) return false;
    // A constant, such as a codec, is shown by what it is used in.
    if (sources.some((source) => source.includes(`export const ${name}:`))) return false;
    const docblock = sources
      .map((source) => docblockOf(name, source))
      .find((found) => found !== "");
    return docblock !== undefined && !docblock.includes("@example");
  });
}

/** Returns the names that an entry exports, but for types. */
function exportedValues(entry: string): readonly string[] {
  return Array.from(entry.matchAll(/^export \{([^}]*)\}/gm), ([, list = ""]) => list)
    .flatMap((list) => list.split(","))
    .map((name) => name.trim().replace(/^\w+ as /, ""))
    .filter((name) => name !== "" && !name.startsWith("type "));
}

/** Returns the docblock of a function or class; a blank without one, and an empty string if it is not declared here. */
function docblockOf(name: string, source: string): string {
  const declaration = new RegExp(
    String.raw`(?:/\*\*((?:(?!\*/)[^])*)\*/\n)?export (?:async |abstract )*(?:function\*?|class) ${name}\b`,
  ).exec(source);
  return declaration === null ? "" : (declaration[1] ?? " ");
}
