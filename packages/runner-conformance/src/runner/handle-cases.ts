import { checkSame, runnerError } from "../check.ts";
import type { ConformanceCase } from "../conformance-case.ts";
import { echo, type RunnerSubject, withRunner } from "./subject.ts";

/** Handles of prepared programs. */
export const handleCases: readonly ConformanceCase<RunnerSubject>[] = [
  {
    group: "handles",
    name: "a released handle is refused with PROGRAM_NOT_FOUND",
    run: (subject) =>
      withRunner(subject, async (runner) => {
        const { program, input } = echo(subject);
        const prepared = await runner.prepare(program);
        await runner.release(prepared);
        const call = runner.execute(prepared, input.encode("late"));
        await runnerError(call, "execute after release", "PROGRAM_NOT_FOUND");
      }),
  },
  {
    group: "handles",
    name: "releasing a handle twice, or after shutdown, does nothing",
    run: (subject) =>
      withRunner(subject, async (runner) => {
        const { program } = echo(subject);
        const [first, second] = [await runner.prepare(program), await runner.prepare(program)];
        await runner.release(first);
        await runner.release(first);
        await runner.shutdown();
        await runner.release(second);
      }),
  },
  {
    group: "handles",
    name: "a program that is prepared twice has two handles, each of its own life",
    run: (subject) =>
      withRunner(subject, async (runner) => {
        const { program, input, output } = echo(subject);
        const [first, second] = [await runner.prepare(program), await runner.prepare(program)];
        await runner.release(first);
        const bytes = await runner.execute(second, input.encode("second"));
        checkSame(output.decode(bytes), "second", "output");
      }),
  },
];
