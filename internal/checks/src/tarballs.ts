import { rmSync } from "node:fs";
import { join } from "node:path";
import { root, type WorkspacePackage } from "./workspace.ts";

/** Folder in which `pnpm pack` puts the tarballs that the package checks read. */
export const tarballFolder: string = join(root, ".cache", "tarballs");

/** Returns the path of a package's tarball after the `pack` step. */
export function tarballOf({ manifest }: WorkspacePackage): string {
  const file = manifest.name.replace("@", "").replace("/", "-");
  return join(tarballFolder, `${file}-${manifest.version}.tgz`);
}

/** Removes tarballs of an earlier run, so that no check reads a stale one. */
export function clearTarballs(): void {
  rmSync(tarballFolder, { recursive: true, force: true });
}
