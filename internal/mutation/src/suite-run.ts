import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";

/** Outcome of the tests of a package. */
export interface SuiteRun {
  /** The first test or file that failed, with its error; `undefined` if none did. */
  readonly failure: string | undefined;
  /** Test files, quick ones first. */
  readonly files: readonly string[];
  readonly elapsedMs: number;
}

/** Options of {@link runSuite}. */
export interface SuiteOptions {
  /** Root of the workspace or of a copy. */
  readonly root: string;
  /** Name of the folder in `packages/`. */
  readonly packageName: string;
  /** Runs its system tests too. */
  readonly withSystem: boolean;
  /** Test files in the order to run them in. */
  readonly order?: readonly string[];
  /** Milliseconds after which the run counts as failed, because it hangs. No limit by default. */
  readonly timeoutMs?: number;
}

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly startTime: number;
    readonly endTime: number;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** Runs the tests of a package, up to the first that fails. */
export async function runSuite(options: SuiteOptions): Promise<SuiteRun> {
  const { root, packageName, withSystem, order = [], timeoutMs } = options;
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const config = join(root, "internal", "mutation", "vitest.config.ts");
  const report = join(root, "mutation-report.json");
  rmSync(report, { force: true });
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [
      vitest,
      "run",
      "--config",
      config,
      "--bail=1",
      `--outputFile=${report}`,
      `packages/${packageName}/`,
    ],
    {
      cwd: root,
      env: {
        ...process.env,
        LUTRA_TEST_ORDER: JSON.stringify(order),
        LUTRA_SYSTEM_TESTS: withSystem ? packageName : "",
      },
      stdio: "ignore",
      // A group of its own: what hangs is ended along with all that it started.
      detached: true,
    },
  );
  let hangs = false;
  const kill = (): void => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
  };
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(() => {
          hangs = true;
          kill();
        }, timeoutMs);
  process.on("exit", kill);
  const [code] = (await once(child, "exit")) as [number | null];
  process.off("exit", kill);
  clearTimeout(timer);
  const elapsedMs = performance.now() - started;
  if (hangs) return { failure: "the run hangs", files: [], elapsedMs };
  const results = readReport(report)?.testResults.toSorted(
    (a, b) => a.endTime - a.startTime - (b.endTime - b.startTime),
  );
  return {
    failure: code === 0 ? undefined : (firstFailure(results ?? []) ?? `vitest ended with ${code}`),
    files: results?.map(({ name }) => name) ?? [],
    elapsedMs,
  };
}

function readReport(file: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Report;
  } catch {
    return undefined;
  }
}

function firstFailure(files: Report["testResults"]): string | undefined {
  for (const { name, status, message, assertionResults } of files) {
    const failed = assertionResults.find((each) => each.status === "failed");
    if (failed === undefined && status !== "failed") continue;
    const error = failed?.failureMessages[0] ?? message;
    return [basename(name), failed?.fullName, error.split("\n", 1)[0]].filter(Boolean).join(" | ");
  }
  return undefined;
}
