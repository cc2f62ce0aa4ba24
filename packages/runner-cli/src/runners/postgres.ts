import type { RunnerScheme } from "./scheme.ts";

/** A PostgreSQL server, or another database that speaks its protocol. */
export const postgres: RunnerScheme = {
  names: ["postgres", "postgresql", "pg"],
  form: "postgres://USER@HOST/DATABASE",
  summary: "a PostgreSQL server, or one that speaks its protocol",
  options: [],
  blocks: false,
  async connect({ rest }) {
    const [{ default: pg }, { PostgresRunner }, { createPgAdapter }] = await Promise.all([
      import("pg"),
      import("@lutra/runner-postgres"),
      import("@lutra/runner-postgres/pg"),
    ]);
    const pool = new pg.Pool({ connectionString: `postgresql:${rest}` });
    // A connection that breaks while it is idle is replaced; without a listener it would end the process.
    pool.on("error", () => {});
    // Programs write timestamps through the session's time zone, and mean UTC.
    pool.on("connect", (client) => void client.query("SET TIME ZONE 'UTC'").catch(() => {}));
    return new PostgresRunner(createPgAdapter(pool, { closeOnShutdown: true }));
  },
};
