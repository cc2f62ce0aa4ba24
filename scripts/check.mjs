// Everything a contributor runs before a push: `npm run check [-- --only STEP,STEP | --skip STEP,STEP]`.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../internal/checks/src/main.ts", import.meta.url));
const args = ["--import", import.meta.resolve("tsx"), main, ...process.argv.slice(2)];
const child = spawn(process.execPath, args, { stdio: "inherit" });

for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code) => {
  process.exitCode = code ?? 1;
});
