// node scripts/run-source.mjs examples/http-hono/src/server.ts
import { serve } from "@hono/node-server";
import { createApp } from "./app.ts";

const token = process.env["TOKEN"];
if (token === undefined) throw new Error("set TOKEN: whoever knows it may run programs");
serve({ fetch: createApp(token).fetch, hostname: "127.0.0.1", port: 8080 }, ({ port }) => {
  console.log(`Listening on http://127.0.0.1:${port}/lutra`);
});
