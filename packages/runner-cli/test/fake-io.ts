import { startCompiler } from "@lutra-internal/testing/compiler";
import type { Compiler } from "@lutra/compiler";
import { main } from "../src/index.ts";
import type { Io } from "../src/io.ts";

/** An `Io` that keeps what is written, and what it kept. */
export interface FakeIo extends Io {
  readonly out: () => string;
  readonly outBytes: () => Uint8Array;
  readonly err: () => string;
}

let shared: Compiler | undefined;

/** Returns a compiler that all tests of a process share, because each start takes a while. It ends with the process. */
function sharedCompiler(): Compiler {
  shared ??= startCompiler();
  return { ...shared, close: async () => {}, [Symbol.asyncDispose]: async () => {} };
}

/** Creates streams in memory for one call of the command. */
export function fakeIo(
  options: {
    readonly stdin?: string | Uint8Array;
    readonly terminal?: boolean;
    readonly columns?: number;
    readonly env?: Io["env"];
    readonly interrupted?: AbortSignal;
  } = {},
): FakeIo {
  const stdout: Uint8Array[] = [];
  const stderr: Uint8Array[] = [];
  const output = (chunks: Uint8Array[]): Io["stdout"] => ({
    isTerminal: options.terminal ?? false,
    columns: options.columns,
    write: async (chunk) => {
      chunks.push(typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk);
    },
  });
  async function* input(): AsyncGenerator<Uint8Array> {
    const { stdin = "" } = options;
    yield typeof stdin === "string" ? new TextEncoder().encode(stdin) : stdin;
  }
  return {
    env: options.env ?? {},
    stdin: input(),
    stdout: output(stdout),
    stderr: output(stderr),
    startCompiler: sharedCompiler,
    interrupted: options.interrupted ?? new AbortController().signal,
    out: () => Buffer.concat(stdout).toString("utf8"),
    outBytes: () => new Uint8Array(Buffer.concat(stdout)),
    err: () => Buffer.concat(stderr).toString("utf8"),
  };
}

/** Runs the command and gives its exit code and what it wrote. */
export async function lutra(
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const io = fakeIo();
  const code = await main(args, io);
  return { code, out: io.out(), err: io.err() };
}
