#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { main } from "@lutra/codegen/node";

const manifest = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
const controller = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  // A second one ends the process as it does without this.
  process.once(signal, () => controller.abort());
}

process.exitCode = await main(process.argv.slice(2), {
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
  cwd: process.cwd(),
  version: (JSON.parse(manifest) as { version: string }).version,
  signal: controller.signal,
});
