// Serves PostgreSQL over HTTP:
//   node scripts/run-source.mjs examples/postgres-http/src/server.ts
// It starts a database of its own, unless DATABASE_URL names one. That needs two tables:
//   psql "$DATABASE_URL" -f examples/programs/sql-tables/top-customers/postgres.sql
// To see it answer, open examples/browser-page, or run
//   npm run -s lutra-runner -- run examples/programs/sql-tables/top-customers/program.sql-pg.rr.ld \
//     --runner http://127.0.0.1:8080 --input examples/programs/sql-tables/top-customers/input.lt
import { PGlite } from "@electric-sql/pglite";
import { listen } from "@lutra/runner-http/node";
import { access } from "./access.ts";
import { embeddedRunner, serverRunner } from "./database.ts";

const url = process.env["DATABASE_URL"];
console.log(url === undefined ? "Starting a database of its own ..." : "Using DATABASE_URL");
const runner = url === undefined ? await embeddedRunner(await PGlite.create()) : serverRunner(url);
const listener = await listen(runner, { ...access, port: 8080 });
console.log(`Listening on http://${listener.address}`);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    // Calls in flight are answered first.
    void listener.close().then(() => runner.shutdown());
  });
}
