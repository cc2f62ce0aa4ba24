import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { Options } from "tsup";
import { writeDeclarations } from "./scripts/declarations.ts";

interface Manifest {
  name: string;
  exports: Record<string, string | { "@lutra/source": string }>;
  /** Modules that only the package itself loads, such as workers, which have a file of their own. */
  imports?: Record<string, { "@lutra/source": string }>;
  /** Modules that bundlers for browsers replace: of `src`, and the same of `dist`, where each is a file of its own. */
  browser?: Record<string, string>;
  /** Commands, each built from `src/<name of its file>.ts`. */
  bin?: Record<string, string>;
  /** Export subpaths that may import `node:*`; every other one must run in a browser too. */
  lutra?: { node?: string[] };
}

// Every package builds with `tsup --config ../../tsup.config.ts` from its own folder; the entries are its exports.
const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
const forNode = manifest.lutra?.node ?? [];

const exported = (node: boolean): Record<string, string> => {
  const entry: Record<string, string> = {};
  for (const [subpath, target] of Object.entries(manifest.exports)) {
    if (typeof target === "string" || forNode.includes(subpath) !== node) continue;
    const name = subpath === "." ? "index" : subpath.slice(2);
    entry[name] = target["@lutra/source"];
  }
  return entry;
};

const withoutTypes: Record<string, string> = {};
for (const [name, target] of Object.entries(manifest.imports ?? {})) {
  withoutTypes[name.slice(1)] = target["@lutra/source"];
}
for (const target of Object.values(manifest.bin ?? {})) {
  const name = target.replace(/^\.\/dist\//, "").replace(/\.js$/, "");
  withoutTypes[name] = `src/${name}.ts`;
}

const replaced = Object.entries(manifest.browser ?? {}).filter(([path]) =>
  path.startsWith("./src"),
);
const builtName = (path: string): string => basename(path).replace(/\.ts$/, "");
const alternatives = Object.fromEntries(replaced.flat().map((path) => [builtName(path), path]));

/** Leaves imports of modules that bundlers replace as they are, so that there is a file to replace. */
const keepReplaced: NonNullable<Options["esbuildPlugins"]>[number] = {
  name: "keep-replaced",
  setup: (build) => {
    const names = new Set(replaced.map(([path]) => builtName(path)));
    build.onResolve({ filter: /^\..*\.ts$/ }, ({ path, kind }) =>
      kind !== "entry-point" && names.has(builtName(path))
        ? { path: `./${builtName(path)}.js`, external: true, sideEffects: false }
        : undefined,
    );
  },
};

/**
 * Writes codes of errors as strings, so that a bundle that has one of them does without the table of all. Each code is its
 * own name, which a test of `@lutra/runner-core` holds.
 */
const inlineErrorCodes: NonNullable<Options["esbuildPlugins"]>[number] = {
  name: "inline-error-codes",
  setup: (build) => {
    build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replaceAll(/\bErrorCode\.([A-Z_]+)/g, '"$1"'),
      loader: "ts",
    }));
  },
};

const build = (
  platform: "neutral" | "node",
  entry: Record<string, string>,
  withoutTypes: Record<string, string> = {},
): Options => ({
  entry: { ...entry, ...withoutTypes },
  platform,
  format: ["esm"],
  target: "es2022",
  // tsup's own are bundled, which leaves no way from a name to its source.
  dts: false,
  onSuccess: async () => writeDeclarations(Object.values(entry)),
  sourcemap: true,
  // A Node entry imports its package by name, so that no class exists twice.
  external: [manifest.name],
  esbuildPlugins: [keepReplaced, inlineErrorCodes],
  removeNodeProtocol: false,
});

const options: Options[] = [
  // Neutral fails on `node:*`: the guard that keeps browser entries free of Node.
  build("neutral", exported(false)),
  build("node", exported(true), withoutTypes),
  // By themselves, or their code would move to a file that others share.
  ...Object.entries(alternatives).map(([name, path]) => build("neutral", {}, { [name]: path })),
].filter(({ entry }) => Object.keys(entry ?? {}).length > 0);

export default options;
