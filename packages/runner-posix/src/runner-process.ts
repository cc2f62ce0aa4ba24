import {
  type ChildProcessByStdio,
  spawn,
  type SpawnOptionsWithStdioTuple,
} from "node:child_process";
import { statSync } from "node:fs";
import type { Readable, Writable } from "node:stream";
import { ErrorCode, RunnerError } from "@lutra/runner-core";
import { checkedDuration, settlesWithin } from "@lutra/runner-core/transport";
import { Tail } from "./tail.ts";

/** Process to start, and its surroundings. */
export interface SpawnOptions {
  /** Path or name of an executable; no shell is involved. */
  readonly command: string;
  readonly args?: readonly string[] | undefined;
  /** The whole environment of the process. @default this process's */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** Working directory. @default this process's */
  readonly cwd?: string | undefined;
  /** Called with what the process writes to standard error, as it arrives. */
  readonly onStderr?: ((chunk: Uint8Array) => void) | undefined;
  /**
   * Longest time of each step of stopping, in milliseconds: for the end of input, then for SIGTERM. `Infinity` waits
   * until the process ends by itself. @default 2000
   */
  readonly stopGraceMs?: number | undefined;
}

/** Maximum number of bytes of standard error that an error shows. */
const stderrTailBytes = 2048;

/** Reasons for which the system does not start a command. */
const startErrors: Readonly<Record<string, string>> = {
  ENOENT: "no such command",
  ENOTDIR: "no such command",
  E2BIG: "its arguments and environment are too long",
  EACCES: "it is not executable, or permission is denied",
};

/**
 * Spawns a command with pipes. Node throws some reasons for which a command does not start at once, and emits others.
 *
 * @throws TypeError for an argument that cannot be passed to a process
 * @throws RunnerError `CONNECTION_CLOSED` if the system refuses the command at once
 */
function start(
  command: string,
  args: readonly string[],
  options: Pick<SpawnOptionsWithStdioTuple<"pipe", "pipe", "pipe">, "cwd" | "env">,
): ChildProcessByStdio<Writable, Readable, Readable> {
  try {
    return spawn(command, args, { ...options, stdio: ["pipe", "pipe", "pipe"], windowsHide: true });
  } catch (cause) {
    if (!(cause instanceof Error) || !("syscall" in cause)) throw cause;
    const message = `could not start ${command}: ${startFailure(cause as NodeJS.ErrnoException, options.cwd)}`;
    throw new RunnerError(message, { code: ErrorCode.CONNECTION_CLOSED, cause });
  }
}

/**
 * Returns the reason for which a command did not start. The system tells missing folders and missing commands alike.
 */
function startFailure(error: NodeJS.ErrnoException, cwd: string | URL | undefined): string {
  if (cwd !== undefined && !isFolder(cwd)) {
    return `the option cwd names no directory, got ${JSON.stringify(cwd)}`;
  }
  return startErrors[error.code ?? ""] ?? error.message;
}

function isFolder(path: string | URL): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** A started executable: its streams, how it ended, and how to stop it. */
export class RunnerProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #stderr = new Tail(stderrTailBytes);
  readonly #stopGraceMs: number;
  /** Resolves when the process and its streams are gone, or could not be started. */
  readonly #gone: Promise<void>;
  #ending = "";

  /**
   * Starts the executable. Most commands that cannot be started are told by `describe`.
   *
   * @throws TypeError for an argument that cannot be passed on
   * @throws RunnerError `CONNECTION_CLOSED` if the system refuses the command at once
   */
  constructor(options: SpawnOptions) {
    const { command, args = [], env = process.env, cwd, onStderr, stopGraceMs = 2000 } = options;
    this.#stopGraceMs = checkedDuration("stopGraceMs", stopGraceMs);
    const child = start(command, args, { env: { ...env }, ...(cwd !== undefined && { cwd }) });
    this.#child = child;
    // Always read: a process that cannot write its log would stop.
    child.stderr.on("data", (chunk: Buffer) => {
      this.#stderr.push(chunk);
      onStderr?.(chunk);
    });
    child.stderr.on("error", () => {});
    this.#gone = new Promise((resolve) => {
      child.once("error", (error: NodeJS.ErrnoException) => {
        this.#ending ||= `could not start ${command}: ${startFailure(error, cwd)}`;
        resolve();
      });
      child.once("exit", (code, signal) => {
        this.#ending ||=
          signal === null
            ? `the process exited with code ${code}`
            : `the process was killed by ${signal}${child.killed ? ", since it did not leave" : ""}`;
      });
      child.once("close", () => resolve());
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get stdin(): Writable {
    return this.#child.stdin;
  }

  get stdout(): Readable {
    return this.#child.stdout;
  }

  /** `true` if it has ended without a signal of ours, or could not be started. */
  get hasLeft(): boolean {
    return this.#ending !== "" && !this.#child.killed;
  }

  /**
   * Returns the way in which the process ended, and its last output on standard error; waits for both, at most
   * `maxWaitMs`.
   */
  async describe(maxWaitMs: number): Promise<string> {
    await settlesWithin(this.#gone, maxWaitMs);
    const ending = this.#ending || `the process (pid ${this.pid}) still runs`;
    const stderr = this.#stderr.toString();
    return stderr === "" ? ending : `${ending}; its standard error ends with:\n${stderr}`;
  }

  /** Ends its input, and if that does not help sends SIGTERM, then SIGKILL. Resolves when it is gone; never rejects. */
  async stop(): Promise<void> {
    this.stdin.end();
    if (await settlesWithin(this.#gone, this.#stopGraceMs)) return;
    this.#child.kill("SIGTERM");
    if (await settlesWithin(this.#gone, this.#stopGraceMs)) return;
    this.#child.kill("SIGKILL");
    // A grandchild may hold the streams open; it is not ours to wait for.
    if (await settlesWithin(this.#gone, this.#stopGraceMs)) return;
    this.stdout.destroy();
    this.#child.stderr.destroy();
  }
}
