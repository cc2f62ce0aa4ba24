import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { until } from "@lutra-internal/testing";

const file = fileURLToPath(new URL("../src/main.ts", import.meta.url));

/** Command line that starts the command straight from its source. */
export const cliCommand: readonly string[] = [
  process.execPath,
  "--conditions=@lutra/source",
  "--import",
  new URL("../../../scripts/load-typescript.mjs", import.meta.url).href,
  file,
];

/** The command as a process of its own, which is killed at the end if it still runs. */
export class CliProcess implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #exit: Promise<unknown[]>;
  #out = "";
  #err = "";

  constructor(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const [command = "", ...rest] = cliCommand;
    const child = spawn(command, [...rest, ...args], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout.on("data", (chunk: Buffer) => (this.#out += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (this.#err += chunk.toString()));
    this.#child = child;
    this.#exit = once(child, "close");
  }

  /** Number of the process. */
  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get out(): string {
    return this.#out;
  }

  get err(): string {
    return this.#err;
  }

  /** Waits until standard output has this, and gives the match. */
  async outMatch(pattern: RegExp): Promise<RegExpMatchArray> {
    return await this.#match(pattern, () => this.#out);
  }

  /** Waits until standard error has this. */
  async errMatch(pattern: RegExp): Promise<RegExpMatchArray> {
    return await this.#match(pattern, () => this.#err);
  }

  /** Waits until the process has computed for a while, however long that takes; where the system has no `/proc`, not at all. */
  async computed(): Promise<void> {
    const path = `/proc/${this.#child.pid}/stat`;
    if (!existsSync(path)) return;
    // User time is the 14th field, in hundredths of a second; the second one may hold blanks.
    const userTime = (): number =>
      Number(readFileSync(path, "latin1").split(") ")[1]?.split(" ")[11]);
    const begin = userTime();
    await until(() => userTime() - begin >= 30);
  }

  /** Sends a signal and gives the exit code; null if the signal ended it. */
  async stop(signal: "SIGINT" | "SIGTERM" | "SIGKILL"): Promise<number | null> {
    this.#child.kill(signal);
    return await this.ended();
  }

  /** Waits for the end and gives the exit code. */
  async ended(): Promise<number | null> {
    await this.#exit;
    return this.#child.exitCode;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#exit;
  }

  async #match(pattern: RegExp, text: () => string): Promise<RegExpMatchArray> {
    await until(() => {
      if (pattern.test(text())) return true;
      const hasEnded = this.#child.exitCode !== null || this.#child.signalCode !== null;
      if (hasEnded) throw new Error(`no ${pattern} in:\n${this.#out}${this.#err}`);
      return false;
    });
    return pattern.exec(text())!;
  }
}
