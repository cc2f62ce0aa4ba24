import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Settings } from "./settings.ts";
import type { Cell, Reading } from "./suite.ts";

const entry = fileURLToPath(new URL("./cell.ts", import.meta.url));
const loader = new URL("./load-typescript.mjs", import.meta.url).href;

/**
 * Measures one cell in a process of its own: no candidate sees the types, the garbage or the compiled code of another.
 *
 * @throws Error if the process fails, with what it wrote to stderr
 */
export async function runCell(suite: string, cell: Cell, settings: Settings): Promise<Reading> {
  const nodeArgs = ["--conditions=@lutra/source", "--import", loader, ...(cell.nodeArgs ?? [])];
  const args = [entry, suite, JSON.stringify(cell.id), JSON.stringify(settings)];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [...nodeArgs, ...args]);
    return JSON.parse(stdout) as Reading;
  } catch (cause) {
    throw new Error(`measuring ${suite} ${cell.id.join(" ")} failed`, { cause });
  }
}
