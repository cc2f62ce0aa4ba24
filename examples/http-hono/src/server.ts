// A token of your choice is the password of those who may run programs:
//   TOKEN=secret node scripts/run-source.mjs examples/http-hono/src/server.ts
// To see it answer:
//   LUTRA_RUNNER_TOKEN=secret npm run -s lutra-runner -- run examples/programs/sales-report/program.bytecode-lt.rr.ld \
//     --input examples/programs/sales-report/input.lt --runner http://127.0.0.1:8080/lutra --token
import { serve } from "@hono/node-server";
import { createApp } from "./app.ts";

const token = process.env["TOKEN"];
if (token === undefined) {
  console.error("Set TOKEN: those who know it may run programs");
  process.exit(2);
}
serve({ fetch: createApp(token).fetch, hostname: "127.0.0.1", port: 8080 }, ({ port }) => {
  console.log(`Listening on http://127.0.0.1:${port}/lutra`);
});
