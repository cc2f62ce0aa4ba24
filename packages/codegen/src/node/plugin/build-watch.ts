import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PassResults } from "../project-pass.ts";
import { watch } from "../watch.ts";
import { type Findings, findingsOf } from "./findings.ts";
import type { PluginOptions } from "./plugin-options.ts";

/** Time that a bundler has to begin a build after a module was written, in milliseconds. */
const graceMs = 500;

/**
 * Watches programs and sources beside a bundler that watches what it bundles.
 *
 * An edit of a program is thus one build: the bundler sees the module only, after it was written. If it watched the
 * program too, the module would change while a build that the program caused is under way, and cause another one. What a
 * pass finds without writing a module that is bundled, such as an error, reaches the bundler by a file that changes for
 * this purpose.
 */
export class BuildWatch {
  readonly #folder = mkdtempSync(join(tmpdir(), "lutra-codegen-"));
  /** File for the bundler to watch, outside of the project. */
  readonly signalPath: string = join(this.#folder, "passes");
  readonly #controller = new AbortController();
  #findings: Findings = { errors: [], warnings: [] };
  /** Text of the findings that the last build was told. */
  #told = textOf(this.#findings);
  /** Resolves when no pass runs. */
  #idle: Promise<void>;
  #endPass = (): void => {};
  #grace: ReturnType<typeof setTimeout> | undefined;
  #passes = 0;

  constructor(options: PluginOptions) {
    this.#signal();
    this.#idle = this.#beginPass();
    void watch({
      ...options,
      signal: this.#controller.signal,
      onBegin: () => {
        this.#idle = this.#beginPass();
      },
      onPass: (results) => this.#take(results),
    });
  }

  /** Returns the findings of the last pass, once none runs, for a build that begins. */
  async findings(): Promise<Findings> {
    clearTimeout(this.#grace);
    await this.#idle;
    clearTimeout(this.#grace);
    this.#told = textOf(this.#findings);
    return this.#findings;
  }

  /** Ends the watching. */
  close(): void {
    clearTimeout(this.#grace);
    this.#controller.abort();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #beginPass(): Promise<void> {
    this.#endPass();
    return new Promise((resolve) => {
      this.#endPass = resolve;
    });
  }

  #take(results: PassResults): void {
    this.#findings = findingsOf(results);
    this.#endPass();
    if (this.#passes++ === 0 || textOf(this.#findings) === this.#told) return;
    const isWritten = Array.isArray(results) && results.some(({ status }) => status === "written");
    clearTimeout(this.#grace);
    // A module that was written is most often one that is bundled, and then the bundler builds by itself.
    this.#grace = setTimeout(() => this.#signal(), isWritten ? graceMs : 0);
  }

  #signal(): void {
    if (!this.#controller.signal.aborted) writeFileSync(this.signalPath, String(this.#passes));
  }
}

function textOf({ errors, warnings }: Findings): string {
  return JSON.stringify([errors, warnings]);
}
