import { usePglite } from "@lutra-internal/testing/pglite";
import { describe } from "vitest";
import { createPgliteAdapter } from "../src/pglite.ts";
import { type SessionEngine, testSessions } from "./support/sessions.ts";

const database = usePglite();

/** All kinds of statements, and longer runs, where time is no concern; else some of them. */
const options = process.env["LUTRA_LONG_TESTS"] === undefined ? { share: 0.1, rounds: 4 } : {};

describe("PGlite", () => {
  const engine = (): SessionEngine => ({
    adapter: createPgliteAdapter(database()),
    execute: (script) => database().exec(script),
    count: async (table) => {
      // There is one session only: what is not committed is lost here.
      await database().exec("rollback");
      const { rows } = await database().query<{ n: number }>(
        `select count(*)::int4 as n from ${table}`,
      );
      return rows[0]?.n ?? -1;
    },
  });
  testSessions(engine, options);
});
