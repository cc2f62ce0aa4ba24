// Starts a runner, calls it, and is meant to be killed. Tells the runner's pid once the call has ended, or is in flight and
// never will end.
import { program } from "@lutra-internal/testing/programs";
import { PosixClient } from "@lutra/runner-posix";

const [command = "", ...args] = process.argv.slice(2);
let stderr = "";
let onWaiting: () => void;
const waiting = new Promise<void>((resolve) => (onWaiting = resolve));
const client = new PosixClient({
  command,
  args,
  onStderr: (chunk) => {
    stderr += Buffer.from(chunk).toString();
    if (stderr.includes("waiting\n")) onWaiting();
  },
});
const call = client
  .prepare(program)
  .then((prepared) => client.execute(prepared, new Uint8Array()))
  .catch(() => {});
await Promise.race([call, waiting]);
console.log(client.pid);
setInterval(() => {}, 1000);
