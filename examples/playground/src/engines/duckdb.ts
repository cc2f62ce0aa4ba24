import type { Engine } from "./engine.ts";

/** DuckDB as WebAssembly, in a worker; its database is empty and lives as long as the page. */
export const duckDb: Engine = {
  id: "duckdb",
  title: "DuckDB",
  kind: "sqlDuckDb",
  start: async () => {
    const { startDuckDb } = await import("./start-duckdb.ts");
    return startDuckDb();
  },
};
