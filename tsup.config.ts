import { readFileSync } from "node:fs";
import type { Options } from "tsup";

interface Manifest {
  name: string;
  exports: Record<string, string | { "@lutra/source": string }>;
  /** Export subpaths that may import `node:*`; every other one must run in a browser too. */
  lutra?: { node?: string[] };
}

// Every package builds with `tsup --config ../../tsup.config.ts` from its own folder; the entries are its exports.
const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
const forNode = manifest.lutra?.node ?? [];

const entries = (node: boolean): Record<string, string> => {
  const entry: Record<string, string> = {};
  for (const [subpath, target] of Object.entries(manifest.exports)) {
    if (typeof target === "string" || forNode.includes(subpath) !== node) continue;
    const name = subpath === "." ? "index" : subpath.slice(2);
    entry[name] = target["@lutra/source"];
  }
  return entry;
};

const shared: Options = {
  format: ["esm"],
  target: "es2022",
  // tsup 8 sets baseUrl itself, which TypeScript 6 refuses without this.
  dts: { compilerOptions: { ignoreDeprecations: "6.0" } },
  sourcemap: true,
  // A Node entry imports its package by name, so that no class exists twice.
  external: [manifest.name],
  removeNodeProtocol: false,
};

const options: Options[] = [
  // Neutral fails on `node:*`: the guard that keeps browser entries free of Node.
  { ...shared, entry: entries(false), platform: "neutral" },
  { ...shared, entry: entries(true), platform: "node" },
].filter((build) => Object.keys(build.entry).length > 0) as Options[];

export default options;
