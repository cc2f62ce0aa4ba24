// Starts a runner, calls it, and is meant to be killed. Tells the runner's pid, and may wait for an answer that never comes.
import { program } from "@lutra-internal/testing/programs";
import { PosixClient } from "@lutra/runner-posix";

const [command = "", ...args] = process.argv.slice(2);
const client = new PosixClient({ command, args });
client
  .prepare(program)
  .then((prepared) => client.execute(prepared, new Uint8Array()))
  .catch(() => {});
// Two calls in order: what came before has arrived.
await client.getExternals();
console.log(client.pid);
setInterval(() => {}, 1000);
