import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import { root } from "./workspace.ts";

/** Findings of a step: an empty list is success, every entry is one problem in words. */
export type Problems = readonly string[];

/** One thing to check: a command that must exit with 0, or a function that returns what is wrong. */
export interface Step {
  readonly name: string;
  readonly run:
    | readonly [command: string, ...args: string[]]
    | (() => Problems | Promise<Problems>);
  /** Names of the steps that must have passed before; if one did not, this step is skipped. */
  readonly after?: readonly string[];
  /** Prints the output of a command that passed too. */
  readonly verbose?: boolean;
}

/** Result of a step. */
export type Outcome = "passed" | "failed" | "skipped";

/** Report of a finished step. */
export interface StepReport {
  readonly name: string;
  readonly outcome: Outcome;
  readonly seconds: number;
  /** Output to show; empty if there is none worth reading. */
  readonly output: string;
}

/** Options of {@link runSteps}. */
export interface RunStepsOptions {
  /** Maximum number of steps that run at the same time. @default 2 */
  readonly concurrency?: number;
  /** Called when a step has ended, in the order in which they end. */
  readonly onReport?: (report: StepReport) => void;
}

/**
 * Runs all steps, each as soon as those it comes after have passed. A failure stops only the steps that need the
 * failed one.
 *
 * @throws RangeError if a step comes after one that is not in the list before it
 */
export async function runSteps(
  steps: readonly Step[],
  { concurrency = 2, onReport }: RunStepsOptions = {},
): Promise<StepReport[]> {
  const ended = new Map<string, Promise<StepReport>>();
  const idle = createSlots(concurrency);
  for (const step of steps) {
    const earlier = (step.after ?? []).map((name) => {
      const report = ended.get(name);
      if (!report)
        throw new RangeError(`${step.name} comes after ${name}, which is not listed before it`);
      return report;
    });
    ended.set(step.name, start(step, earlier, idle, onReport));
  }
  return Promise.all(ended.values());
}

async function start(
  step: Step,
  earlier: readonly Promise<StepReport>[],
  idle: <T>(work: () => Promise<T>) => Promise<T>,
  onReport: RunStepsOptions["onReport"],
): Promise<StepReport> {
  const broken = (await Promise.all(earlier)).find(({ outcome }) => outcome !== "passed");
  const report: StepReport = broken
    ? { name: step.name, outcome: "skipped", seconds: 0, output: `needs ${broken.name}` }
    : await idle(() => perform(step));
  onReport?.(report);
  return report;
}

async function perform({ name, run, verbose = false }: Step): Promise<StepReport> {
  const started = performance.now();
  const { passed, output } = typeof run === "function" ? await callCheck(run) : await execute(run);
  return {
    name,
    outcome: passed ? "passed" : "failed",
    seconds: (performance.now() - started) / 1000,
    output: passed && !verbose ? "" : output.trim(),
  };
}

interface Result {
  readonly passed: boolean;
  readonly output: string;
}

async function callCheck(check: () => Problems | Promise<Problems>): Promise<Result> {
  try {
    const problems = await check();
    return { passed: problems.length === 0, output: problems.join("\n") };
  } catch (error) {
    return {
      passed: false,
      output: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}

function execute([command, ...args]: readonly [string, ...string[]]): Promise<Result> {
  return new Promise((resolve) => {
    // The commands of packages; on Windows these are .cmd files, which need a shell.
    const commands = join(root, "node_modules", ".bin");
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, PATH: `${commands}${delimiter}${process.env["PATH"] ?? ""}` },
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32" && command !== process.execPath,
    });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("error", (error) => resolve({ passed: false, output: error.message }));
    child.on("close", (code) =>
      resolve({ passed: code === 0, output: Buffer.concat(chunks).toString() }),
    );
  });
}

/** Lets `count` pieces of work run at a time; the others wait in order. */
function createSlots(count: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = count;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}
