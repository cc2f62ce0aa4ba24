import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout's root folder, without a slash at its end. */
export const root: string = fileURLToPath(new URL("../../..", import.meta.url)).replace(
  /[\\/]$/,
  "",
);

/** One condition map of a manifest's `exports`. */
export interface ExportTarget {
  readonly "@lutra/source": string;
  readonly types: string;
  readonly default: string;
}

/** The part of a `package.json` that the checks read. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly description?: string;
  readonly keywords?: readonly string[];
  /** Commands, by name. */
  readonly bin?: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | ExportTarget>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
  /** `node`: the export subpaths that may import `node:*`. */
  readonly lutra?: { readonly node?: readonly string[] };
}

/** A published package of the workspace. */
export interface WorkspacePackage {
  /** The folder's name, which is the npm name without its scope. */
  readonly name: string;
  /** Absolute path of its folder. */
  readonly folder: string;
  readonly manifest: Manifest;
}

/** An entry point of a package. */
export interface Entry {
  /** Name for import statements, for example `@lutra/runner-binary/node`. */
  readonly specifier: string;
  /** `true` if it may use Node's own modules; every other entry also runs in a browser. */
  readonly node: boolean;
}

/** Returns the packages under `packages/`, by name. */
export function workspacePackages(): WorkspacePackage[] {
  const group = join(root, "packages");
  return readdirSync(group)
    .filter((name) => existsSync(join(group, name, "package.json")))
    .toSorted()
    .map((name) => {
      const folder = join(group, name);
      const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
      return { name, folder, manifest };
    })
    .filter(({ manifest }) => manifest.private !== true);
}

/** Returns the entry points that a package's `exports` offer to importers, without files such as `./package.json`. */
export function entriesOf({ manifest }: WorkspacePackage): Entry[] {
  return Object.entries(manifest.exports).flatMap(([subpath, target]) =>
    typeof target === "string"
      ? []
      : [
          {
            specifier: manifest.name + subpath.slice(1),
            node: manifest.lutra?.node?.includes(subpath) ?? false,
          },
        ],
  );
}
