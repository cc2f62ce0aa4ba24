// Starts a runner, calls it, and is meant to be killed. Tells the runner's pid, and may wait for an answer that never comes.
import { programFromBytes } from "@lutra/runner-core";
import { PosixClient } from "@lutra/runner-posix";

const [command = "", ...args] = process.argv.slice(2);
const client = new PosixClient({ command, args });
const program = programFromBytes(new Uint8Array([2, 4, 0, 0, 0]));
client
  .prepare(program)
  .then((prepared) => client.execute(prepared, new Uint8Array()))
  .catch(() => {});
// Two calls in order: what came before has arrived.
await client.getExternals();
console.log(client.pid);
setInterval(() => {}, 1000);
