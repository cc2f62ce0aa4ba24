// A page that queries PostgreSQL. Start the server of examples/postgres-http, then:
//   node scripts/run-source.mjs examples/browser-page/src/serve.ts
// What is then in examples/browser-page/dist can be served by anything that serves files.
import { fileURLToPath } from "node:url";
import { context } from "esbuild";
import { bundle } from "./bundle.ts";

const folder = fileURLToPath(new URL("../dist", import.meta.url));
const page = await context(bundle(folder));
await page.watch();
const { port } = await page.serve({ servedir: folder, host: "127.0.0.1", port: 8081 });
console.log(`Open http://127.0.0.1:${port}`);

for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void page.dispose());
