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
  /** Test files in the order to run them in. */
  readonly order?: readonly string[];
}

/** Message with the outcome of a run. */
export interface RunReply {
  /** The first test or file that failed, with its error; `undefined` if none did. */
  readonly failure: string | undefined;
  /** Test files, quick ones first. */
  readonly files: readonly string[];
}

/** Keeps the first failure of a run. */
class FirstFailure implements Reporter {
  failure: string | undefined;

  onTestRunStart(): void {
    this.failure = undefined;
  }

  onTestCaseResult(test: TestCase): void {
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
    const [line] = (error?.message ?? "the run failed").split("\n", 1);
    const file = module && basename(module.moduleId);
    this.failure ??= [file, name, line].filter(Boolean).join(" | ");
  }
}

const reporter = new FirstFailure();
const vitest = await createVitest("test", {
  config: resolve("internal/mutation/vitest.config.ts"),
  watch: false,
  bail: 1,
  reporters: [reporter],
});
const specifications = await vitest.globTestSpecifications([`packages/${process.argv[2]}/`]);

process.on("message", (request: RunRequest) => {
  void run(request).then((reply) => process.send!(reply));
});
process.on("disconnect", () => {
  void vitest.close().finally(() => process.exit());
});

async function run({ changed, order = [] }: RunRequest): Promise<RunReply> {
  const place = ({ moduleId }: { moduleId: string }): number => order.indexOf(moduleId);
  const ordered = specifications.toSorted((a, b) => place(a) - place(b));
  if (changed !== undefined) vitest.invalidateFile(changed);
  const { testModules } = await vitest.runTestSpecifications(ordered);
  // Waits for the processes of the tests to end: an error of theirs is none of the next run.
  await vitest.cancelCurrentRun("test-failure");
  if (changed !== undefined) vitest.invalidateFile(changed);
  const durationOf = (module: TestModule): number => module.diagnostic().duration;
  const files = testModules.toSorted((a, b) => durationOf(a) - durationOf(b));
  return { failure: reporter.failure, files: files.map(({ moduleId }) => moduleId) };
}
