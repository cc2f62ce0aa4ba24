// The contract of a runner on a real server, directly and through TCP.
import { type PostgresServer, startPostgres } from "@lutra-internal/postgres-server";
import { connect, listen } from "@lutra/runner-binary/node";
import { runnerCases } from "../../src/index.ts";
import { describeCases } from "../../src/vitest.ts";
import { Pool } from "pg";
import { afterAll, beforeAll, describe, test } from "vitest";
import { PostgresRunner } from "@lutra/runner-postgres";
import { createPgAdapter } from "@lutra/runner-postgres/pg";

const kind = "sqlPostgres";
let server: PostgresServer;
let pool: Pool;
let listener: Awaited<ReturnType<typeof listen>>;

beforeAll(async () => {
  server = await startPostgres();
  const { host, port, user, database } = server;
  pool = new Pool({ host, port, user, database, max: 8 });
  pool.on("error", () => {});
  listener = await listen(new PostgresRunner(createPgAdapter(pool)));
});

afterAll(async () => {
  await listener.close();
  await pool.end();
  await server.stop();
});

describeCases({ describe, test }, "PostgreSQL", runnerCases(kind), {
  kind,
  connect: async () => new PostgresRunner(createPgAdapter(pool)),
});

describeCases({ describe, test }, "PostgreSQL by binary TCP", runnerCases(kind), {
  kind,
  connect: () => connect({ port: listener.port }),
});
