import { DuckDBInstance } from "@duckdb/node-api";
import { startPostgres } from "@lutra-internal/postgres-server";
import { type Program, type ProgramKind, type Run } from "@lutra/runner-core";
import { DuckDbRunner } from "@lutra/runner-duckdb";
import { createDuckDbNodeAdapter } from "@lutra/runner-duckdb/node";
import { PostgresRunner } from "@lutra/runner-postgres";
import { createPgAdapter } from "@lutra/runner-postgres/pg";
import { Client } from "pg";
import { duckDbSetUp, postgresSetUp } from "./set-up.ts";

/** A database with the tables. */
export interface TableEngine extends AsyncDisposable {
  readonly kind: ProgramKind;
  /** Prepares SQL in the driver; the function returns how many rows came, all of them read as row objects. */
  readonly byHand: (sql: string) => Promise<() => Promise<number>>;
  /** Prepares a program in the runner; the function returns its output. */
  readonly program: (program: Program, optimize: boolean) => Promise<() => Promise<Uint8Array>>;
}

/** Opens a database with so many orders. */
export type OpenEngine = (orders: number) => Promise<TableEngine>;

const openPostgres: OpenEngine = async (orders) => {
  const server = await startPostgres({ shared_buffers: "512MB", work_mem: "64MB", jit: "off" });
  const { host, port, user, database } = server;
  const client = new Client({ host, port, user, database });
  await client.connect();
  for (const statement of postgresSetUp(orders)) await client.query(statement);
  let names = 0;
  return {
    kind: "sqlPostgres",
    byHand: async (text) => {
      const query = { name: `by_hand_${names++}`, text };
      return async () => (await client.query(query)).rows.length;
    },
    program: async (program, optimize) =>
      executing(new PostgresRunner(createPgAdapter(client), { optimize }), program),
    [Symbol.asyncDispose]: async () => {
      await client.end();
      await server.stop();
    },
  };
};

const openDuckDb: OpenEngine = async (orders) => {
  const database = await DuckDBInstance.create(":memory:");
  const connection = await database.connect();
  for (const statement of duckDbSetUp(orders)) await connection.run(statement);
  return {
    kind: "sqlDuckDb",
    byHand: async (sql) => {
      const statement = await connection.prepare(sql);
      return async () => (await statement.runAndReadAll()).getRowObjectsJS().length;
    },
    program: async (program, optimize) =>
      executing(new DuckDbRunner(createDuckDbNodeAdapter(connection), { optimize }), program),
    [Symbol.asyncDispose]: async () => {
      connection.closeSync();
      database.closeSync();
    },
  };
};

async function executing<Prepared>(
  runner: Run<Prepared>,
  program: Program,
): Promise<() => Promise<Uint8Array>> {
  const prepared = await runner.prepare(program);
  const input = new Uint8Array();
  return () => runner.execute(prepared, input);
}

/** The databases by name. */
export const tableEngines: Readonly<Record<string, OpenEngine>> = {
  PostgreSQL: openPostgres,
  DuckDB: openDuckDb,
};
