import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A running browser, with a home folder of its own that ends with it. */
export interface BrowserProcess extends AsyncDisposable {
  readonly home: string;
  /** Rejects when the process ends, with the end of its log. */
  readonly failed: Promise<never>;
}

/**
 * Starts a browser in a process group of its own, so that its helpers end with it.
 *
 * @param argumentsFor returns the arguments; it may first write to the home folder, which is empty
 * @param variables variables of the environment, besides those of this process
 */
export async function startBrowserProcess(
  command: string,
  argumentsFor: (home: string) => readonly string[] | Promise<readonly string[]>,
  variables: Readonly<Record<string, string>> = {},
): Promise<BrowserProcess> {
  const home = await mkdtemp(join(tmpdir(), "lutra-browser-"));
  const browser = spawn(command, await argumentsFor(home), {
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, HOME: home, XDG_RUNTIME_DIR: home, ...variables },
  });
  const exited = once(browser, "exit");
  const endGroup = (): void => killGroup(browser);
  process.once("exit", endGroup);
  let log = "";
  browser.stderr?.setEncoding("utf8").on("data", (text: string) => {
    log = (log + text).slice(-4096);
  });
  const failed = exited.then(([code]) => {
    throw new Error(`${command} ended with ${String(code)}:\n${log}`);
  });
  failed.catch(() => {});
  return {
    home,
    failed,
    [Symbol.asyncDispose]: async () => {
      process.off("exit", endGroup);
      endGroup();
      await exited.catch(() => {});
      // Helpers of the browser may still write.
      await rm(home, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

function killGroup(leader: ChildProcess): void {
  if (leader.pid === undefined) return;
  try {
    process.kill(-leader.pid, "SIGKILL");
  } catch (error) {
    // The whole group has ended already.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
