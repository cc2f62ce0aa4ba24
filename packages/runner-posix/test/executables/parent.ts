// Starts a runner and tells its pid; is meant to be killed.
import { PosixClient } from "@lutra/runner-posix";

const [command = "", ...args] = process.argv.slice(2);
const client = new PosixClient({ command, args });
await client.getExternals();
console.log(client.pid);
setInterval(() => {}, 1000);
