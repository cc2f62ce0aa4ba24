import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CommandError } from "../errors/command-error.ts";
import { systemCode } from "../errors/system-error.ts";

/**
 * Claims a folder for this process, as nothing else keeps two of them from writing there over one another.
 *
 * A process that ended without giving the folder back does not count.
 *
 * @returns what gives the folder back
 * @throws CommandError if another process has it
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, "lutra-runner.pid");
  for (;;) {
    try {
      await writeFile(file, `${process.pid}\n`, { flag: "wx" });
      return () => rm(file, { force: true });
    } catch (error) {
      if (systemCode(error) !== "EEXIST") throw error;
    }
    const owner = Number(await readFile(file, "utf8").catch(() => ""));
    if (isRunning(owner)) {
      throw new CommandError(`the process ${owner} has the database in ${folder} open`, {
        help:
          "end it, or share the database: " +
          `\`lutra-runner serve --runner pglite:${folder} --at 127.0.0.1:7373\` and then \`--runner tcp://127.0.0.1:7373\`; ` +
          `if it is no lutra-runner, remove ${file}`,
      });
    }
    await rm(file, { force: true });
  }
}

/** Returns `true` if another process has an id. One with our own was of a container that has started again. */
function isRunning(id: number): boolean {
  if (!Number.isSafeInteger(id) || id <= 0 || id === process.pid) return false;
  try {
    return process.kill(id, 0);
  } catch (error) {
    // There is one, and it is somebody else's.
    return systemCode(error) === "EPERM";
  }
}
