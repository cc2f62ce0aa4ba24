import type { RunnerScheme } from "./scheme.ts";

/** PostgreSQL inside this process; `DIR` keeps the database. */
export const pglite: RunnerScheme = {
  names: ["pglite"],
  form: "pglite[:DIR]",
  summary: "PostgreSQL in this process, in memory or kept in DIR",
  options: [],
  blocks: false,
  async connect({ rest }) {
    const [{ PGlite }, { PostgresRunner }, { createPgliteAdapter }] = await Promise.all([
      import("@electric-sql/pglite"),
      import("@lutra/runner-postgres"),
      import("@lutra/runner-postgres/pglite"),
    ]);
    const database = await PGlite.create(rest === "" ? "memory://" : rest);
    return new PostgresRunner(createPgliteAdapter(database, { closeOnShutdown: true }));
  },
};
