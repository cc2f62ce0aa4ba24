import type { Engine } from "./engine.ts";
import { inWorker } from "./in-worker.ts";

/** PostgreSQL as WebAssembly, in a worker; its database is empty and lives as long as the page. */
export const pglite: Engine = {
  id: "postgres",
  title: "PostgreSQL",
  kind: "sqlPostgres",
  start: () =>
    inWorker(new Worker(new URL("./pglite.worker.ts", import.meta.url), { type: "module" })),
};
