import type { ClientConfig } from "pg";
import type { RunnerScheme } from "./scheme.ts";

/** The part of `pg` clients that their published type leaves out. */
interface PgConnection {
  readonly connection: {
    on(event: "error", listener: () => void): unknown;
    readonly stream: { destroy(): unknown };
  };
}

/** A PostgreSQL server, or another database that speaks its protocol. */
export const postgres: RunnerScheme = {
  names: ["postgres", "postgresql", "pg"],
  form: "postgres://USER@HOST/DATABASE",
  summary: "a PostgreSQL server, or one that speaks its protocol",
  options: ["optimize", "isolateAll"],
  async connect({ rest }, { optimize = true, isolateAll = false }) {
    const [{ default: pg }, { PostgresRunner }, { createPgAdapter }] = await Promise.all([
      import("pg"),
      import("@lutra/runner-postgres"),
      import("@lutra/runner-postgres/pg"),
    ]);
    // pg (8) leaves the socket open where it gives up itself, for want of a password: the process would not end.
    class Client extends pg.Client {
      constructor(config?: ClientConfig) {
        super(config);
        const { connection } = this as unknown as PgConnection;
        connection.on("error", () => connection.stream.destroy());
      }
    }
    const pool = new pg.Pool({ connectionString: `postgresql:${rest}`, Client });
    // A connection that breaks while it is idle is replaced; without a listener it would end the process.
    pool.on("error", () => {});
    // Programs write timestamps through the session's time zone, and mean UTC.
    pool.on("connect", (client) => void client.query("SET TIME ZONE 'UTC'").catch(() => {}));
    const adapter = createPgAdapter(pool, { closeOnShutdown: true });
    return new PostgresRunner(adapter, { optimize, isolateAll });
  },
};
