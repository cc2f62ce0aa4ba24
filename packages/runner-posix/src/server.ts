import { type BinaryServerOptions, serveBinary } from "@lutra/runner-binary";
import { nodeByteStream } from "@lutra/runner-binary/node";
import type { Run } from "@lutra/runner-core";
import { reserveStdout } from "./reserve-stdout.ts";

/** Options of {@link servePosix}. */
export interface PosixServerOptions extends BinaryServerOptions {
  /** Ends the process. @default process.exit */
  readonly exit?: ((code: number) => void) | undefined;
}

/**
 * Makes this process an executable runner: serves one client on standard input and output, and exits.
 *
 * When input ends, requests in flight are answered, the runner is shut down and the process exits with 0; the same on
 * SIGTERM. If the connection breaks or the client sends what is no request, the runner is shut down and the process
 * exits with 1, after one line on standard error. SIGINT is left to the client, which a terminal sends it to as well.
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
  process.on("SIGINT", () => {});
  process.once("SIGTERM", () => void connection.close());
  const fault = await connection.closed;
  let exitCode = 0;
  if (fault !== undefined) {
    exitCode = 1;
    process.stderr.write(`connection failed: ${fault.message}\n`);
  }
  try {
    await runner.shutdown();
  } catch (error) {
    exitCode = 1;
    process.stderr.write(
      `shutdown failed: ${error instanceof Error ? error.message : String(error)}\n`,
    );
  }
  exit(exitCode);
}
