// Runs the tests of a package whenever a message asks for it, all in one vitest: see `Suite`, which forks it.
import { basename, resolve } from "node:path";
import {
  createVitest,
  type Reporter,
  type SerializedError,
  type TestCase,
  type TestModule,
} from "vitest/node";

/** Message that asks for a run of the tests. */
export interface RunRequest {
  /** Source file that is different in this run only; `undefined` if none is. */
  readonly changed?: string;
  /** Test files in the order to run them in, in groups: none is begun after a test of an earlier one failed. */
  readonly groups?: readonly (readonly string[])[];
}

/** Message with the outcome of a run. */
export interface RunReply {
  /** The first test or file that failed, with its error; `undefined` if none did. */
  readonly failure: string | undefined;
  /** Test file of that failure, if it is the one of a file. */
  readonly failedFile: string | undefined;
  /** Test files that ran, quick ones first. */
  readonly files: readonly string[];
}

/** Message that a file was loaded, or that a test ended. */
export type Progress = "progress";

/** Keeps the first failure of a run, and reports progress. */
class FirstFailure implements Reporter {
  failure: string | undefined;
  file: string | undefined;

  onTestRunStart(): void {
    this.failure = undefined;
    this.file = undefined;
  }

  onTestModuleCollected(): void {
    process.send!("progress" satisfies Progress);
  }

  onTestCaseResult(test: TestCase): void {
    process.send!("progress" satisfies Progress);
    const { state, errors = [] } = test.result();
    if (state === "failed") this.#keep(errors, test.module, test.fullName);
  }

  onTestModuleEnd(module: TestModule): void {
    // A busy machine may report the end of a module before what failed in it.
    for (const test of module.children.allTests("failed")) this.onTestCaseResult(test);
    const suites = [module, ...module.children.allSuites()];
    if (module.state() === "failed")
      this.#keep(
        suites.flatMap((each) => each.errors()),
        module,
      );
  }

  onTestRunEnd(_: unknown, errors: readonly SerializedError[], reason: string): void {
    if (errors.length > 0 || reason !== "passed") this.#keep(errors);
  }

  #keep(
    [error]: readonly { readonly message: string }[],
    module?: TestModule,
    name?: string,
  ): void {
    if (this.failure !== undefined) return;
    const [line] = (error?.message ?? "the run failed").split("\n", 1);
    this.file = module?.moduleId;
    this.failure = [this.file && basename(this.file), name, line].filter(Boolean).join(" | ");
  }
}

const reporter = new FirstFailure();
const vitest = await createVitest("test", {
  config: resolve("internal/mutation/vitest.config.ts"),
  watch: false,
  bail: 1,
  reporters: [reporter],
});
const [packageName, ...tests] = process.argv.slice(2);
const folder = `packages/${packageName}/`;
const specifications = (await vitest.globTestSpecifications([folder])).filter(({ moduleId }) => {
  const path = moduleId.slice(moduleId.indexOf(folder) + folder.length);
  return tests.some((part) => path.includes(part));
});

process.on("message", (request: RunRequest) => {
  void run(request).then((reply) => process.send!(reply));
});
process.on("disconnect", () => {
  void vitest.close().finally(() => process.exit());
});

async function run({ changed, groups }: RunRequest): Promise<RunReply> {
  const parts = groups?.map((files) =>
    files.flatMap((file) => specifications.filter(({ moduleId }) => moduleId === file)),
  ) ?? [specifications];
  const ran: TestModule[] = [];
  if (changed !== undefined) vitest.invalidateFile(changed);
  for (const part of parts.filter(({ length }) => length > 0)) {
    // After a failure, vitest still loads all files of the run: hence the groups.
    const { testModules } = await vitest.runTestSpecifications(part);
    // Waits for the processes of the tests to end: an error of theirs is none of the next run.
    await vitest.cancelCurrentRun("test-failure");
    ran.push(
      ...testModules.filter(({ moduleId }) => part.some((each) => each.moduleId === moduleId)),
    );
    if (reporter.failure !== undefined) break;
  }
  if (changed !== undefined) vitest.invalidateFile(changed);
  const durationOf = (module: TestModule): number => module.diagnostic().duration;
  const files = ran.toSorted((a, b) => durationOf(a) - durationOf(b));
  return {
    failure: reporter.failure,
    failedFile: reporter.file,
    files: files.map(({ moduleId }) => moduleId),
  };
}
