import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import type { PosixClientOptions } from "../src/index.ts";

const bundles = mkdtempSync(join(tmpdir(), "lutra-executables-"));
const built = new Map<string, string>();
// Not after the tests of a file: files that share a process share its bundles.
process.on("exit", () => rmSync(bundles, { recursive: true, force: true }));

/** Returns the options that start one of the executables beside the tests. */
export function executable(
  name: string,
): Pick<PosixClientOptions, "command"> & { readonly args: readonly string[] } {
  const file = built.get(name) ?? bundle(name);
  built.set(name, file);
  return { command: process.execPath, args: [file] };
}

/** Bundles an executable with our sources: plain Node starts it in a tenth of the time that a TypeScript loader needs. */
function bundle(name: string): string {
  const outfile = join(bundles, name.replace(/\.\w+$/, ".mjs"));
  buildSync({
    entryPoints: [fileURLToPath(new URL(`./executables/${name}`, import.meta.url))],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    conditions: ["@lutra/source"],
  });
  return outfile;
}

/**
 * Returns `true` if a process of this id has not ended yet. One that has ended counts as gone, also while its parent
 * has not reaped it.
 */
export function isRunning(pid: number): boolean {
  if (process.platform !== "linux") return exists(pid);
  const [state] = statOf(pid);
  return state !== undefined && state !== "Z";
}

/** Returns `true` if a process of this id is there, even if only because no one has reaped it. */
export function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Returns the fields of `/proc/PID/stat` from the third, the state, on; none if the process is gone. Only on Linux. */
export function statOf(pid: number): readonly string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field, the name in brackets, may hold anything.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return [];
  }
}
