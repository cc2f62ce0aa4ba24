import { type PostgresServer, startPostgres } from "@lutra-internal/postgres-server";
import { Client, Pool } from "pg";
import { afterAll, beforeAll, describe } from "vitest";
import { createPgAdapter } from "../../src/pg.ts";
import { testAdapter, testResults } from "../support/adapter.ts";
import type { Engine } from "../support/engine.ts";

let server: PostgresServer;
let client: Client;
let pool: Pool;

beforeAll(async () => {
  server = await startPostgres();
  const { host, port, user, database } = server;
  client = new Client({ host, port, user, database });
  await client.connect();
  pool = new Pool({ host: server.socketFolder, port, user, database, max: 2 });
  // The server may stop before it has read that a connection ends.
  pool.on("error", () => {});
  client.on("error", () => {});
});

afterAll(async () => {
  await client.end();
  await pool.end();
  await server.stop();
});

describe("one client", () => {
  const engine = (): Engine => ({
    adapter: createPgAdapter(client),
    execute: (script) => client.query(script),
  });

  testAdapter(engine);
});

describe("a pool over a Unix socket, nothing prepared", () => {
  const engine = (): Engine => ({
    adapter: createPgAdapter(pool, { prepare: false }),
    execute: (script) => pool.query(script),
  });

  testResults(engine);
});
