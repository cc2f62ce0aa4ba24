import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Progress, RunReply, RunRequest } from "./suite-process.ts";

/** Outcome of the tests of a package. */
export interface SuiteRun extends RunReply {
  readonly elapsedMs: number;
}

/** Options of {@link Suite}. */
export interface SuiteOptions {
  /** Root of the workspace or of a copy. */
  readonly root: string;
  /** Name of the folder in `packages/`. */
  readonly packageName: string;
  /** Runs its system tests too. */
  readonly withSystem: boolean;
  /** Parts of paths of test files: each file that runs has one of them. */
  readonly tests: readonly string[];
}

const maxTimeoutMs = 2 ** 31 - 1;
const processFile = fileURLToPath(new URL("./suite-process.ts", import.meta.url));
const loader = new URL("../../../scripts/load-typescript.mjs", import.meta.url).href;

/**
 * Tests of a package, which run again and again. They are run by one vitest, which keeps the sources that did not change,
 * in a process of its own, which is replaced when a run hangs.
 */
export class Suite {
  readonly #options: SuiteOptions;
  #child: ChildProcess | undefined;

  constructor(options: SuiteOptions) {
    this.#options = options;
    // Before the caller removes the folder that the process works in.
    process.prependListener("exit", this.#kill);
  }

  /**
   * Runs the tests up to the first that fails.
   *
   * @param quietMs time in milliseconds without the end of a test after which the run counts as failed, because it hangs
   */
  async run(request: RunRequest, quietMs: number = maxTimeoutMs): Promise<SuiteRun> {
    const child = (this.#child ??= this.#start());
    const startedMs = performance.now();
    const reply = await new Promise<RunReply>((resolve) => {
      const settle = (reply: RunReply): void => {
        clearTimeout(timer);
        child.off("message", onMessage).off("exit", onExit);
        resolve(reply);
      };
      const fail = (failure: string): void => {
        this.#kill();
        settle({ failure, failedFile: undefined, files: [] });
      };
      const timer = setTimeout(() => fail("the run hangs"), quietMs);
      const onMessage = (message: RunReply | Progress): void => {
        if (message === "progress") timer.refresh();
        else settle(message);
      };
      const onExit = (code: number | null, by: string | null): void =>
        fail(`vitest ended: ${code ?? by}`);
      child.on("message", onMessage).on("exit", onExit).send(request);
    });
    return { ...reply, elapsedMs: performance.now() - startedMs };
  }

  /** Ends the process, and what its tests have left running. */
  async close(): Promise<void> {
    if (this.#child?.connected === true) {
      this.#child.disconnect();
      await once(this.#child, "exit");
    }
    this.#kill();
    process.off("exit", this.#kill);
  }

  #start(): ChildProcess {
    const { root, packageName, withSystem, tests } = this.#options;
    return fork(processFile, [packageName, ...tests], {
      execArgv: ["--import", loader],
      cwd: root,
      env: { ...process.env, LUTRA_SYSTEM_TESTS: withSystem ? packageName : "" },
      stdio: ["ignore", "ignore", "ignore", "ipc"],
      serialization: "advanced",
      // A group of its own: what hangs is ended along with all that it started.
      detached: true,
    });
  }

  readonly #kill = (): void => {
    const pid = this.#child?.pid;
    this.#child = undefined;
    if (pid === undefined) return;
    try {
      process.kill(-pid, "SIGKILL");
    } catch {
      // All of the group have ended.
    }
  };
}
