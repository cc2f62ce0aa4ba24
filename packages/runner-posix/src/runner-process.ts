import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { checkedDuration, settlesWithin } from "@lutra/runner-core/transport";
import { Tail } from "./tail.ts";

/** What to start, and how. */
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
  /** How long each step of stopping waits, in milliseconds: for the end of input, then for SIGTERM.
   * `Infinity` waits until the process ends by itself. @default 2000 */
  readonly stopGraceMs?: number | undefined;
}

/** How much of standard error an error shows. */
const stderrTailBytes = 2048;

/** Why the system did not start a command. */
const startErrors: Readonly<Record<string, string>> = {
  ENOENT: "no such command",
  EACCES: "it is not executable, or permission is denied",
};

/** A started executable: its streams, how it ended, and how to stop it. */
export class RunnerProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #stderr = new Tail(stderrTailBytes);
  readonly #stopGraceMs: number;
  /** Resolves when the process and its streams are gone, or could not be started. */
  readonly #gone: Promise<void>;
  #ending = "";

  /** @throws TypeError for an argument that cannot be passed on; a command that does not exist is told by `describe` */
  constructor(options: SpawnOptions) {
    const { command, args = [], env = process.env, cwd, onStderr, stopGraceMs = 2000 } = options;
    this.#stopGraceMs = checkedDuration("stopGraceMs", stopGraceMs);
    const child = spawn(command, args, {
      env: { ...env },
      ...(cwd !== undefined && { cwd }),
      stdio: ["pipe", "pipe", "pipe"],
      windowsHide: true,
    });
    this.#child = child;
    // Always read: a process that cannot write its log would stop.
    child.stderr.on("data", (chunk: Buffer) => {
      this.#stderr.push(chunk);
      onStderr?.(chunk);
    });
    child.stderr.on("error", () => {});
    this.#gone = new Promise((resolve) => {
      child.once("error", (error: NodeJS.ErrnoException) => {
        const reason = startErrors[error.code ?? ""] ?? error.message;
        this.#ending ||= `could not start ${command}: ${reason}`;
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

  /** Whether it has ended without a signal of ours, or could not be started. */
  get hasLeft(): boolean {
    return this.#ending !== "" && !this.#child.killed;
  }

  /** How the process ended, and the last it wrote to standard error; waits for both, but not long. */
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
