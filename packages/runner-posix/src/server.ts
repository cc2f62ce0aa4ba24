import { type BinaryServerOptions, serveBinary } from "@lutra/runner-binary";
import { nodeByteStream } from "@lutra/runner-binary/node";
import { ErrorCode, type Run, RunnerError } from "@lutra/runner-core";
import { errorMessage } from "@lutra/runner-core/transport";
import { reserveStdout } from "./reserve-stdout.ts";

/** Options of {@link servePosix}. */
export interface PosixServerOptions extends BinaryServerOptions {
  /** Ends the process. @default process.exit */
  readonly exit?: ((code: number) => void) | undefined;
}

/**
 * Makes this process an executable runner: serves one client on standard input and output, and exits.
 *
 * Serves a runner on standard input and output. When input ends, requests in flight get their responses, the runner is
 * shut down and the process exits with 0; the same on SIGTERM. If the connection breaks or the client sends anything
 * but a request, the runner is shut down and the process exits with 1, after one line on standard error. When the
 * process that started this one dies, requests in flight are given up within a second: no one is left to read their
 * responses. SIGINT is left to the client, which a terminal sends it to as well; it ends a process whose input is the
 * terminal itself.
 *
 * Standard output is reserved for frames: what `console` and `process.stdout` get goes to standard error.
 *
 * @param runner it belongs to this call, which shuts it down
 * @returns resolves when the exit was asked for
 *
 * @example
 * ```ts no-run
 * await servePosix(runner);
 * ```
 */
export async function servePosix(runner: Run, options: PosixServerOptions = {}): Promise<void> {
  const { exit = (code) => process.exit(code) } = options;
  const output = reserveStdout();
  const connection = serveBinary(runner, nodeByteStream(process.stdin, output), options);
  if (!process.stdin.isTTY) process.on("SIGINT", () => {});
  process.once("SIGTERM", () => void connection.close());
  const orphan = watchForOrphan();
  const fault = await Promise.race([connection.closed, orphan.fault]);
  orphan.stop();
  connection.destroy();
  let exitCode = 0;
  if (fault !== undefined) {
    exitCode = 1;
    process.stderr.write(`connection failed: ${fault.message}\n`);
  }
  try {
    await runner.shutdown();
  } catch (error) {
    exitCode = 1;
    process.stderr.write(`shutdown failed: ${errorMessage(error).display}\n`);
  }
  exit(exitCode);
}

/** Interval at which an end of input is checked for being the end of the parent process, in milliseconds. */
const orphanCheckMs = 250;

/** Tells when the process that started this one is gone, once input has ended. */
function watchForOrphan(): { readonly fault: Promise<RunnerError>; readonly stop: () => void } {
  const parent = process.ppid;
  let timer: NodeJS.Timeout | undefined;
  const fault = new Promise<RunnerError>((resolve) => {
    const check = (): void => {
      if (process.ppid === parent) return;
      const code = ErrorCode.CONNECTION_CLOSED;
      resolve(new RunnerError("the process that started this one is gone", { code }));
    };
    process.stdin.once("end", () => {
      timer = setInterval(check, orphanCheckMs);
    });
  });
  return { fault, stop: () => clearInterval(timer) };
}
