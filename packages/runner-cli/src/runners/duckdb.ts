import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { RunnerScheme } from "./scheme.ts";

/** DuckDB in this process: a database file, or a folder whose files an in-memory database reads. */
export const duckdb: RunnerScheme = {
  names: ["duckdb"],
  form: "duckdb[:PATH]",
  summary: "DuckDB in this process; PATH is a database file, or a folder of files to read",
  options: [],
  blocks: false,
  async connect({ rest }) {
    const { openDuckDb } = await import("@lutra/runner-duckdb/node");
    if (rest === "") return await openDuckDb();
    const isFolder = await stat(rest).then(
      (file) => file.isDirectory(),
      () => false,
    );
    return isFolder
      ? await openDuckDb(":memory:", { files: rest })
      : await openDuckDb(rest, { files: dirname(rest) });
  },
};
