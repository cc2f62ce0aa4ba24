// Writes more to its reserved output than a pipe holds, and then goes on with other work.
import { reserveStdout } from "@lutra/runner-posix";

reserveStdout().write(new Uint8Array(8 * 1024 * 1024));
setImmediate(() => console.error("free"));
