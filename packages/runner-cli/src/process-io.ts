import { once } from "node:events";
import type { WriteStream } from "node:tty";
import { Interrupted } from "./interrupted.ts";
import type { Io, Output } from "./io.ts";

/** The streams, environment and signals of this process. */
export function processIo(): Io {
  const interruption = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    // Once: a second signal of the kind ends the process at once.
    process.once(signal, () => interruption.abort(new Interrupted(signal)));
  }
  return {
    env: process.env,
    stdin: process.stdin,
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    interrupted: interruption.signal,
  };
}

function outputOf(stream: WriteStream): Output {
  // Whoever reads us may stop reading, as `head` does: then there is nobody left to write to.
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
  return {
    isTerminal: stream.isTTY === true,
    write: async (chunk) => {
      if (!stream.write(chunk)) await once(stream, "drain");
    },
  };
}
