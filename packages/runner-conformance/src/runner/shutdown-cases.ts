import { runnerError, within } from "../check.ts";
import type { ConformanceCase } from "../conformance-case.ts";
import { echo, type RunnerSubject, withRunner } from "./subject.ts";

/** How a runner ends. */
export const shutdownCases: readonly ConformanceCase<RunnerSubject>[] = [
  {
    group: "shutdown",
    name: "calls after shutdown fail",
    run: (subject) =>
      withRunner(subject, async (runner) => {
        const { program, input } = echo(subject);
        const prepared = await runner.prepare(program);
        await runner.shutdown();
        await runnerError(runner.prepare(program), "prepare");
        await runnerError(runner.execute(prepared, input.encode("late")), "execute");
        await runnerError(runner.run(echo(subject), "late"), "run");
      }),
  },
  {
    group: "shutdown",
    name: "a second shutdown does nothing, and disposing is shutting down",
    run: (subject) =>
      withRunner(subject, async (runner) => {
        await runner[Symbol.asyncDispose]();
        await runner.shutdown();
        await runner.shutdown();
        await runnerError(runner.prepare(echo(subject).program), "prepare");
      }),
  },
  {
    group: "shutdown",
    name: "calls in flight settle when the runner is shut down",
    run: (subject) =>
      withRunner(subject, async (runner) => {
        const { program, input } = echo(subject);
        const prepared = await runner.prepare(program);
        const calls = Array.from({ length: 20 }, () =>
          runner.execute(prepared, input.encode("in flight")),
        );
        const settled = Promise.allSettled(calls);
        await within(10_000, runner.shutdown(), "shutdown");
        for (const each of await within(5000, settled, "the calls in flight")) {
          if (each.status === "rejected") {
            await runnerError(Promise.reject(each.reason as Error), "a call in flight");
          }
        }
      }),
  },
];
