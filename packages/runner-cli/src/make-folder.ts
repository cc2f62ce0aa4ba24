import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { systemCode } from "./errors/system-error.ts";
import { isFolder } from "./path-kind.ts";

/**
 * Makes a folder if it is not there, and those above. Node's own way, `recursive`, never ends in `/proc`.
 *
 * @throws Error of the system
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const above = dirname(path);
    if (systemCode(error) === "ENOENT" && above !== path) {
      await makeFolder(above);
      await mkdir(path);
    } else if (!(await isFolder(path))) {
      throw error;
    }
  }
}
