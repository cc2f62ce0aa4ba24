import { dirname } from "node:path";
import type { Run } from "@lutra/runner-core";
import { CommandError } from "../errors/command-error.ts";
import { exists, isFolder } from "../path-kind.ts";
import { openingRemedy } from "./duckdb-remedy.ts";
import { mayCreate, type RunnerScheme } from "./scheme.ts";

/** DuckDB in this process: a database file, or a folder whose files an in-memory database reads. */
export const duckdb: RunnerScheme = {
  names: ["duckdb"],
  form: "duckdb[:PATH]",
  summary: "DuckDB in this process; PATH is a database file, or a folder of files to read",
  options: ["optimize"],
  async connect({ rest }, { optimize = true }, purpose) {
    const readOnly = purpose === "describe";
    const { openDuckDb } = await import("@lutra/runner-duckdb/node");
    if (rest === "") return await openDuckDb(":memory:", { optimize });
    if (await isFolder(rest)) return await openDuckDb(":memory:", { files: rest, optimize });
    const files = dirname(rest);
    if (!(await isFolder(files))) {
      throw new CommandError(`there is no folder ${files} for the database ${rest}`, {
        help: "check the path; a database file is created where there is none, its folder is not",
      });
    }
    if (!mayCreate(purpose) && !(await exists(rest))) {
      throw new CommandError(`there is no database ${rest}`, {
        help: "check the path; only `run` and `serve` create a database where there is none",
      });
    }
    return await openFile(() => openDuckDb(rest, { files, readOnly, optimize }), rest);
  },
};

async function openFile(open: () => Promise<Run>, path: string): Promise<Run> {
  try {
    return await open();
  } catch (cause) {
    const { message } = cause as Error;
    const help = openingRemedy(message, path);
    if (help === undefined) throw cause;
    // What follows the first line is advice for those who call DuckDB themselves.
    throw new CommandError(`cannot open ${path}: ${message.split("\n", 1)[0]}`, { help, cause });
  }
}
