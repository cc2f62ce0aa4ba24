import { type PostgresServer, startPostgres } from "@lutra-internal/postgres-server";
import { Client } from "pg";
import postgres, { type ReservedSql, type Sql } from "postgres";
import { afterAll, beforeAll, describe } from "vitest";
import { createPgAdapter } from "../../src/pg.ts";
import { createPostgresJsAdapter } from "../../src/postgres-js.ts";
import { type OwnConnection, testOwnTransactions } from "../support/own-transactions.ts";

let server: PostgresServer;
let client: Client;
let sql: Sql;

beforeAll(async () => {
  server = await startPostgres();
  const { host, port, user, database } = server;
  client = new Client({ host, port, user, database });
  await client.connect();
  sql = postgres({ host, port, user, database, max: 1, onnotice: () => {} });
});

afterAll(async () => {
  await client.end();
  await sql.end();
  await server.stop();
});

/** Uses the connection of `sql`, which has the role that a test sets on it. */
function connection(on: () => Sql | ReservedSql): Omit<OwnConnection, "transact"> {
  return {
    execute: async (script) => on().unsafe(script).simple(),
    count: async (table) => (await on().unsafe(`SELECT FROM ${table}`)).length,
  };
}

describe("a client of pg", () => {
  testOwnTransactions(() => ({
    execute: (script) => client.query(script),
    count: async (table) => (await client.query(`SELECT FROM ${table}`)).rows.length,
    transact: async (work) => {
      await client.query("BEGIN");
      await work(createPgAdapter(client), (script) => client.query(script));
      await client.query("COMMIT");
    },
  }));
});

describe("a transaction of postgres", () => {
  testOwnTransactions(() => ({
    ...connection(() => sql),
    transact: (work) =>
      sql.begin((transaction) =>
        work(createPostgresJsAdapter(transaction), async (script) =>
          transaction.unsafe(script).simple(),
        ),
      ) as Promise<void>,
  }));
});

describe("a reserved connection of postgres", () => {
  let reserved: ReservedSql;

  beforeAll(async () => {
    reserved = await sql.reserve();
    return () => reserved.release();
  });

  testOwnTransactions(() => ({
    ...connection(() => reserved),
    transact: async (work) => {
      await reserved.unsafe("BEGIN");
      await work(createPostgresJsAdapter(reserved), async (script) =>
        reserved.unsafe(script).simple(),
      );
      await reserved.unsafe("COMMIT");
    },
  }));
});
