// Runs the command from its TypeScript sources: `npm run -s lutra-runner -- ARGS`.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../packages/runner-cli/src/main.ts", import.meta.url));
const args = ["--conditions=@lutra/source", "--import", import.meta.resolve("tsx"), main];
const child = spawn(process.execPath, [...args, ...process.argv.slice(2)], { stdio: "inherit" });

for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => {
  if (signal) process.kill(process.pid, signal);
  else process.exitCode = code ?? 1;
});
