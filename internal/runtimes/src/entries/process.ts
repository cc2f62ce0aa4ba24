// Runs in Node, Bun and Deno: prints the results of all checks as JSON.
import { runChecks } from "../checks/check.ts";
import { everywhere } from "../checks/everywhere.ts";
import { withProcesses } from "../checks/processes.ts";

const file = new URL("./serve.mjs", import.meta.url);
/** Command by which this runtime starts a file: its own words before the name of ours. */
const args = [...process.argv.slice(2), file.pathname];
const checks = [...everywhere, ...withProcesses({ file, command: process.execPath, args })];
console.log(JSON.stringify(await runChecks(checks)));
process.exit(0);
