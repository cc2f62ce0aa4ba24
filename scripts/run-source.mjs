// Runs a TypeScript file of the workspace straight from its sources: `node scripts/run-source.mjs FILE ARGS`.
import { spawn } from "node:child_process";
import { resolve } from "node:path";

const [file = "", ...args] = process.argv.slice(2);
const loader = new URL("load-typescript.mjs", import.meta.url).href;
const options = ["--conditions=@lutra/source", "--import", loader];
// npm runs scripts in the root; commands of ours, such as lutra-runner, work where they are called.
const isCommand = process.env.npm_lifecycle_event?.startsWith("lutra-") === true;
const cwd = isCommand ? process.env.INIT_CWD : undefined;
const child = spawn(process.execPath, [...options, resolve(file), ...args], {
  cwd,
  stdio: "inherit",
});

// A terminal sends Ctrl-C to the child too; it decides what to do.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => child.kill("SIGTERM"));
child.on("exit", (code, signal) => {
  if (signal === null) process.exitCode = code ?? 1;
  else {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  }
});
