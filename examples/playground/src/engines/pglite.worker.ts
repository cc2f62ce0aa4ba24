import { PGlite } from "@electric-sql/pglite";
import { servePort, workerPort } from "@lutra/runner-channel";
import { PostgresRunner } from "@lutra/runner-postgres";
import { createPgliteAdapter } from "@lutra/runner-postgres/pglite";
import { ready } from "./in-worker.ts";

const database = await PGlite.create();
servePort(new PostgresRunner(createPgliteAdapter(database)), workerPort());
postMessage(ready);
