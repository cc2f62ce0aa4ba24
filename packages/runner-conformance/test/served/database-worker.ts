// A worker with a database that `workerData` names, which serves its runner to every port that it is sent.
import { parentPort, workerData } from "node:worker_threads";
import { PGlite } from "@electric-sql/pglite";
import { type PortLike, servePort } from "@lutra/runner-channel";
import type { Run } from "@lutra/runner-core";
import { openDuckDb } from "@lutra/runner-duckdb/node";
import { PostgresRunner } from "@lutra/runner-postgres";
import { createPgliteAdapter } from "@lutra/runner-postgres/pglite";

/** Name of the database, and a folder of an empty one for PostgreSQL. */
export interface DatabaseWorkerData {
  readonly url: "pglite" | "duckdb";
  readonly folder: string;
}

async function open({ url, folder }: DatabaseWorkerData): Promise<Run> {
  if (url === "duckdb") return openDuckDb();
  return new PostgresRunner(createPgliteAdapter(await PGlite.create(folder)));
}

const runner = await open(workerData as DatabaseWorkerData);
parentPort!.on("message", (port: PortLike) => servePort(runner, port));
