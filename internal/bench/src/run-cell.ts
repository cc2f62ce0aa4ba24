import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { Settings } from "./settings.ts";
import type { Cell, Reading } from "./reading.ts";

/** The folder of this package's sources. */
export const ownSources: string = fileURLToPath(new URL(".", import.meta.url));

/**
 * Measures one cell in a process of its own: no candidate sees the types, the garbage or the compiled code of another.
 *
 * @param sources folder of the benchmark's sources, in this checkout or another one
 * @throws Error if the process fails, with what it wrote to stderr
 */
export async function runCell(
  suite: string,
  cell: Cell,
  settings: Settings,
  sources: string = ownSources,
): Promise<Reading> {
  const loader = pathToFileURL(join(sources, "load-typescript.mjs")).href;
  const nodeArgs = ["--conditions=@lutra/source", "--import", loader, ...(cell.nodeArgs ?? [])];
  const entry = join(sources, "cell.ts");
  const args = [entry, suite, JSON.stringify(cell.id), JSON.stringify(settings)];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [...nodeArgs, ...args]);
    return JSON.parse(stdout) as Reading;
  } catch (cause) {
    throw new Error(`measuring ${suite} ${cell.id.join(" ")} failed`, { cause });
  }
}
