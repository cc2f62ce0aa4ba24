import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const file = fileURLToPath(new URL("../src/main.ts", import.meta.url));

/** How to start the command straight from its source. */
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
    for (;;) {
      const match = pattern.exec(text());
      if (match !== null) return match;
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) {
        throw new Error(`no ${pattern} in:\n${this.#out}${this.#err}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
