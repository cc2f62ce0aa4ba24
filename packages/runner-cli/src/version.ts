import { readFileSync } from "node:fs";

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** Returns the version of this package, from its manifest. */
export function version(): string {
  return manifest().version;
}

/** Returns the range of versions of another package that this one goes with: one that it depends on, or is tested with. */
export function rangeOf(name: string): string {
  const { dependencies, devDependencies, version } = manifest();
  const range = { ...devDependencies, ...dependencies }[name] ?? `^${version}`;
  // In a checkout all packages are of one age; publishing writes a range here.
  return range.startsWith("workspace:") ? `^${version}` : range;
}

function manifest(): Manifest {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return JSON.parse(text) as Manifest;
}
