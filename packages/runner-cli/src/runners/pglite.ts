import { readdir } from "node:fs/promises";
import { CommandError } from "../errors/command-error.ts";
import { reason } from "../errors/system-error.ts";
import { exists } from "../path-kind.ts";
import { makeFolder } from "../make-folder.ts";
import { lockFolder } from "./folder-lock.ts";
import { mayCreate, type RunnerScheme } from "./scheme.ts";

const options = { closeOnShutdown: true };

/** PostgreSQL inside this process; `DIR` keeps the database. */
export const pglite: RunnerScheme = {
  names: ["pglite"],
  form: "pglite[:DIR]",
  summary: "PostgreSQL in this process, in memory or kept in DIR",
  options: ["optimize", "isolateAll"],
  async connect({ rest }, { optimize = true, isolateAll = false }, purpose) {
    const [{ PGlite }, { PostgresRunner }, { createPgliteAdapter }] = await Promise.all([
      import("@electric-sql/pglite"),
      import("@lutra/runner-postgres"),
      import("@lutra/runner-postgres/pglite"),
    ]);
    if (rest === "") {
      const inMemory = createPgliteAdapter(await PGlite.create("memory://"), options);
      return new PostgresRunner(inMemory, { optimize, isolateAll });
    }
    await prepareFolder(rest, !mayCreate(purpose));
    const unlock = await lockFolder(rest);
    try {
      const adapter = createPgliteAdapter(await PGlite.create(rest), options);
      const close = async (): Promise<void> => {
        try {
          await adapter.close?.();
        } finally {
          await unlock();
        }
      };
      return new PostgresRunner({ ...adapter, close }, { optimize, isolateAll });
    } catch (error) {
      await unlock();
      throw error;
    }
  },
};

/** Makes the folder if there is none. PGlite would put a database among whatever files are there. */
async function prepareFolder(folder: string, mustExist: boolean): Promise<void> {
  if (mustExist && !(await exists(folder))) {
    throw new CommandError(`there is no folder ${folder}`, {
      help: "check the path; only `run` and `serve` create a database where there is none",
    });
  }
  let names: readonly string[];
  try {
    await makeFolder(folder);
    names = await readdir(folder);
  } catch (error) {
    throw new CommandError(`cannot use ${folder} as a folder: ${reason(error)}`, {
      help: "DIR is a folder that keeps a database; it is made if there is none",
      cause: error,
    });
  }
  if (names.length > 0 && !names.includes("PG_VERSION")) {
    throw new CommandError(`${folder} is not empty, and has no database of PostgreSQL`, {
      help: "name an empty folder, or one that does not exist yet",
    });
  }
}
