import { ErrorCode } from "@lutra/runner-core";
import { checkSame, runnerError, within } from "../check.ts";
import type { ConformanceCase } from "../conformance-case.ts";
import { echo, type RunnerSubject, withRunner } from "./subject.ts";

/** Cases on the end of a runner. */
export const shutdownCases: readonly ConformanceCase<RunnerSubject>[] = [
  {
    group: "shutdown",
    name: "calls after shutdown fail",
    run: (subject) =>
      withRunner(subject, async (runner) => {
        const { program, input } = echo(subject);
        const prepared = await runner.prepare(program);
        await runner.shutdown();
        const code = ErrorCode.CONNECTION_CLOSED;
        await runnerError(runner.prepare(program), "prepare", code);
        await runnerError(runner.execute(prepared, input.encode("late")), "execute", code);
        await runnerError(runner.run(echo(subject), "late"), "run", code);
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
    name: "calls in flight have settled when the runner is shut down, well or with CONNECTION_CLOSED",
    run: (subject) =>
      withRunner(subject, async (runner) => {
        const { program, input } = echo(subject);
        const prepared = await runner.prepare(program);
        const calls = Array.from({ length: 20 }, () =>
          runner.execute(prepared, input.encode("in flight")),
        );
        let pending = calls.length;
        for (const call of calls) {
          const settled = (): unknown => pending--;
          call.then(settled, settled);
        }
        await within(10_000, runner.shutdown(), "shutdown");
        checkSame(pending, 0, "calls that are in flight after the shutdown");
        for (const call of calls) {
          await call.catch((error: unknown) =>
            runnerError(
              Promise.reject(error as Error),
              "a call in flight",
              ErrorCode.CONNECTION_CLOSED,
            ),
          );
        }
      }),
  },
];
