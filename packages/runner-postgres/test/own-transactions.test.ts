import { usePglite } from "@lutra-internal/testing/pglite";
import { describe } from "vitest";
import { createPgliteAdapter } from "../src/pglite.ts";
import { type OwnConnection, testOwnTransactions } from "./support/own-transactions.ts";

const database = usePglite();

function connection(): Omit<OwnConnection, "transact"> {
  return {
    execute: (script) => database().exec(script),
    count: async (table) => (await database().query(`SELECT FROM ${table}`)).rows.length,
  };
}

describe("a transaction of PGlite", () => {
  testOwnTransactions(() => ({
    ...connection(),
    transact: (work) =>
      database().transaction((transaction) =>
        work(createPgliteAdapter(database(), { transaction }), (sql) => transaction.exec(sql)),
      ),
  }));
});

describe("a transaction that was begun by SQL", () => {
  testOwnTransactions(() => ({
    ...connection(),
    transact: async (work) => {
      await database().exec("BEGIN");
      await work(createPgliteAdapter(database()), (sql) => database().exec(sql));
      await database().exec("COMMIT");
    },
  }));
});
