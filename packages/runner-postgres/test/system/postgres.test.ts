import { type PostgresServer, startPostgres } from "@lutra-internal/postgres-server";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe } from "vitest";
import { createPostgresJsAdapter } from "../../src/postgres-js.ts";
import { testAdapter, testResults } from "../support/adapter.ts";
import type { Engine } from "../support/engine.ts";

let server: PostgresServer;
let sql: Sql;

beforeAll(async () => {
  server = await startPostgres();
  const { host, port, user, database } = server;
  sql = postgres({ host, port, user, database, max: 1, onnotice: () => {} });
});

afterAll(async () => {
  await sql.end();
  await server.stop();
});

const execute = (script: string): Promise<unknown> => sql.unsafe(script).simple();

describe("prepared", () => {
  const engine = (): Engine => ({ adapter: createPostgresJsAdapter(sql), execute });

  testAdapter(engine);
});

describe("nothing prepared", () => {
  const engine = (): Engine => ({
    adapter: createPostgresJsAdapter(sql, { prepare: false }),
    execute,
  });

  testResults(engine);
});
