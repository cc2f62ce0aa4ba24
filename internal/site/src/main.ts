// Builds the site of the documentation, or serves it while pages are written: node scripts/run-source.mjs internal/site/src/main.ts [dev]
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build, createServer } from "vitepress";
import { writeApi } from "./api.ts";
import { assemble } from "./assemble.ts";
import { brokenLinks } from "./check-links.ts";
import { outputFolder, root } from "./repository.ts";

const site = fileURLToPath(new URL("..", import.meta.url));

await assemble();
await writeApi();
if (process.argv[2] === "dev") {
  const server = await createServer(site, { port: 5190 });
  await server.listen();
  server.printUrls();
} else {
  await build(site);
  await buildPlayground();
  const broken = await brokenLinks(outputFolder);
  for (const link of broken) console.error(`broken link in ${link}`);
  if (broken.length > 0) process.exitCode = 1;
  else console.log(`The site is in ${outputFolder}`);
}

/** Builds the playground, which is a part of the site. */
async function buildPlayground(): Promise<void> {
  const folder = fileURLToPath(new URL("examples/playground/", `file://${root}`));
  const vite = fileURLToPath(new URL("node_modules/vite/bin/vite.js", `file://${folder}`));
  const outDir = fileURLToPath(new URL("playground/", `file://${outputFolder}`));
  const args = [vite, "build", "--logLevel", "error", "--outDir", outDir, "--emptyOutDir"];
  await promisify(execFile)(process.execPath, args, { cwd: folder });
}
