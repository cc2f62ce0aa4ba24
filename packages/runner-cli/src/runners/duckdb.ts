import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { Run } from "@lutra/runner-core";
import { CommandError } from "../command-error.ts";
import type { RunnerScheme } from "./scheme.ts";

/** DuckDB in this process: a database file, or a folder whose files an in-memory database reads. */
export const duckdb: RunnerScheme = {
  names: ["duckdb"],
  form: "duckdb[:PATH]",
  summary: "DuckDB in this process; PATH is a database file, or a folder of files to read",
  options: [],
  blocks: false,
  async connect({ rest }, _, mustExist) {
    const { openDuckDb } = await import("@lutra/runner-duckdb/node");
    if (rest === "") return await openDuckDb();
    if (await isFolder(rest)) return await openDuckDb(":memory:", { files: rest });
    const files = dirname(rest);
    if (!(await isFolder(files))) {
      throw new CommandError(`there is no folder ${files} for the database ${rest}`, {
        help: "check the path; a database file is created where there is none, its folder is not",
      });
    }
    if (mustExist && !(await exists(rest))) {
      throw new CommandError(`there is no database ${rest}`, {
        help: "check the path; only `run` and `serve` create a database where there is none",
      });
    }
    return await openFile(() => openDuckDb(rest, { files }), rest);
  },
};

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (file) => file.isDirectory(),
    () => false,
  );
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function openFile(open: () => Promise<Run>, path: string): Promise<Run> {
  try {
    return await open();
  } catch (error) {
    const help = openingRemedy(error instanceof Error ? error.message : "", path);
    if (help === undefined) throw error;
    throw new CommandError(`cannot open ${path}: ${(error as Error).message}`, {
      help,
      cause: error,
    });
  }
}

/** What to do about a file that does not open, by DuckDB's message. */
function openingRemedy(message: string, path: string): string | undefined {
  if (message.includes("not a valid DuckDB database file")) {
    return "PATH is a database file that DuckDB made, or a folder: programs read Parquet files by naming theirs";
  }
  if (message.includes("Could not set lock")) {
    return (
      "one process at a time can have the database open; end the other one, or share it: " +
      `\`lutra-runner serve --runner duckdb:${path} --at 127.0.0.1:7373\` and then \`--runner tcp://127.0.0.1:7373\``
    );
  }
  return message.startsWith("IO Error")
    ? "check that you may read and write the file and its folder"
    : undefined;
}
