import { ErrorCode } from "@lutra/runner-core";
import { check, checkSame, runnerError, within } from "../check.ts";
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
        await runnerError(runner.getExternals(), "getExternals", code);
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
    name: "a shutdown ends calls in flight instead of waiting for all of them",
    needs: ["stop"],
    run: (subject) =>
      withRunner(subject, async (runner) => {
        const { program, input } = echo(subject);
        const encoded = input.encode("in flight");
        const prepared = await runner.prepare(program);
        let settled = 0;
        const calls = Array.from({ length: 100 }, () =>
          runner.execute(prepared, encoded).finally(() => settled++),
        );
        const outcomes = Promise.allSettled(calls);
        // A runner that computes at once, inside of the call, has nothing to end.
        for (let turn = 0; turn < 10; turn++) await Promise.resolve();
        const pending = calls.length - settled;
        await runner.shutdown();
        const refused = (await outcomes).filter(({ status }) => status === "rejected").length;
        check(
          refused > 0 || pending === 0,
          `the shutdown waited for ${pending} calls: work that has not begun must not begin, and work that can be ` +
            'stopped must be stopped; pass lacks: ["stop"] if the runner begins all calls at once and cannot stop them',
        );
        for (const call of calls) await endedByShutdown(call);
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
        for (const call of calls) await endedByShutdown(call);
      }),
  },
];

/** Checks that a call ended well or with the code of a shutdown. */
async function endedByShutdown(call: Promise<unknown>): Promise<void> {
  await call.catch((error: unknown) =>
    runnerError(Promise.reject(error as Error), "a call in flight", ErrorCode.CONNECTION_CLOSED),
  );
}
