import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Runtime } from "./runtimes.ts";

/** Binaries of a gigabyte in all: kept between runs, outside version control. */
const cacheFolder = fileURLToPath(new URL("../.cache/", import.meta.url));

/**
 * Brings a runtime's package along, unless it is there already.
 *
 * @returns its folder; undefined if this machine is no Linux on x64, or the package cannot be had
 */
export async function install({ install: wanted }: Runtime): Promise<string | undefined> {
  if (wanted === undefined) return "";
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  // A folder for each: npm removes what one install does not name.
  const prefix = join(cacheFolder, wanted.as);
  const folder = join(prefix, "node_modules", wanted.as);
  if (existsSync(join(folder, "package.json"))) return folder;
  mkdirSync(prefix, { recursive: true });
  writeFileSync(join(prefix, "package.json"), '{ "private": true }\n');
  const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-save", "--prefer-offline"];
  const child = spawn("npm", ["install", ...options, `${wanted.as}@${wanted.spec}`], {
    cwd: prefix,
    stdio: "ignore",
  });
  const [code] = (await once(child, "close")) as [number | null];
  return code === 0 ? folder : undefined;
}
