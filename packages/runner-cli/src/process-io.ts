import { once } from "node:events";
import { Interrupted } from "./errors/interrupted.ts";
import type { Io, Output } from "./io.ts";
import { reason } from "./errors/system-error.ts";

/** The streams, environment and signals of this process. */
export function processIo(): Io {
  let interrupted: AbortSignal | undefined;
  return {
    env: process.env,
    stdin: process.stdin,
    stdout: outputOf(process.stdout, "standard output"),
    stderr: outputOf(process.stderr, "standard error"),
    get interrupted() {
      interrupted ??= interruption();
      return interrupted;
    },
  };
}

function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      const interruption = new Interrupted(signal);
      // Twice means at once; both may arrive together, after a computation that left no time for signals.
      if (controller.signal.aborted) process.exit(interruption.exitCode);
      controller.abort(interruption);
    });
  }
  return controller.signal;
}

function outputOf(stream: NodeJS.WriteStream & { readonly fd: number }, name: string): Output {
  // Whoever reads us may stop reading, as `head` does: then there is nobody left to write to.
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    // Nobody awaits what the stream does after a write: the error ends the process here.
    if (stream !== process.stderr)
      process.stderr.write(`error: cannot write ${name}: ${reason(error)}\n`);
    process.exit(1);
  });
  return {
    isTerminal: stream.isTTY === true,
    fd: stream.fd,
    // Some terminals say 0 and mean that they do not know.
    columns: stream.columns === 0 ? undefined : stream.columns,
    write: async (chunk) => {
      if (!stream.write(chunk)) await once(stream, "drain");
    },
  };
}
