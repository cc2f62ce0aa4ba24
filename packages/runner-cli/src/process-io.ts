import { CommandError } from "./errors/command-error.ts";
import { Interrupted } from "./errors/interrupted.ts";
import { ReaderGone } from "./errors/reader-gone.ts";
import type { Io, Output } from "./io.ts";
import { reason, systemCode } from "./errors/system-error.ts";

/** Returns the streams, environment and signals of this process. */
export function processIo(): Io {
  let interrupted: AbortSignal | undefined;
  return {
    env: process.env,
    stdin: process.stdin,
    stdout: standardOutput(),
    stderr: standardError(),
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

/** Describes a stream: whether it is a terminal, its width in columns if that is known, and its file descriptor. */
export function outputOf(
  stream: Pick<NodeJS.WriteStream, "isTTY" | "columns"> & { readonly fd: number },
): Omit<Output, "write"> {
  return {
    isTerminal: stream.isTTY === true,
    fd: stream.fd,
    // Some terminals say 0 and mean that they do not know.
    columns: stream.columns === 0 ? undefined : stream.columns,
  };
}

/** Returns standard output: a write that fails rejects, so that the command can say what that means. */
function standardOutput(): Output {
  const stream = process.stdout;
  stream.on("error", () => {}); // each write has its own
  return {
    ...outputOf(stream),
    write: async (chunk) => {
      const error = await written(stream, chunk);
      if (error === undefined) return;
      if (systemCode(error) === "EPIPE") throw new ReaderGone(error);
      throw new CommandError(`cannot write standard output: ${reason(error)}`, { cause: error });
    },
  };
}

/** Returns standard error: there is nowhere to tell that a write failed. */
function standardError(): Output {
  const stream = process.stderr;
  stream.on("error", () => {});
  return { ...outputOf(stream), write: async (chunk) => void (await written(stream, chunk)) };
}

/** Resolves when the system has taken a chunk, or with the error. */
function written(
  stream: NodeJS.WriteStream,
  chunk: string | Uint8Array,
): Promise<Error | undefined> {
  return new Promise((resolve) => {
    stream.write(chunk, (error) => resolve(error ?? undefined));
  });
}
