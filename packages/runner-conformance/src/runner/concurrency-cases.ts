import { checkSame, runnerError } from "../check.ts";
import type { ConformanceCase } from "../conformance-case.ts";
import { echo, remainderOfTen, type RunnerSubject, withRunner } from "./subject.ts";

/** Calls that overlap. */
export const concurrencyCases: readonly ConformanceCase<RunnerSubject>[] = [
  {
    group: "concurrency",
    name: "100 executes of one program overlap, and each gets its own output",
    run: (subject) =>
      withRunner(subject, async (runner) => {
        const { program, input, output } = echo(subject);
        const prepared = await runner.prepare(program);
        const texts = Array.from({ length: 100 }, (_, i) => `call ${i} `.repeat(1 + (i % 7)));
        const outputs = await Promise.all(
          texts.map((text) => runner.execute(prepared, input.encode(text))),
        );
        for (const [i, bytes] of outputs.entries()) {
          checkSame(output.decode(bytes), texts[i], `output ${i}`);
        }
      }),
  },
  {
    group: "concurrency",
    name: "runs of different programs overlap, and errors reach those that they belong to",
    run: (subject) =>
      withRunner(subject, async (runner) => {
        const calls = Array.from({ length: 10 }, (_, i) => [
          runnerError(
            runner.run(remainderOfTen(subject), 0),
            `failing run ${i}`,
            "EXECUTION_ERROR",
          ),
          gives(runner.run(remainderOfTen(subject), i + 1), 10 % (i + 1), `remainder ${i}`),
          gives(runner.run(echo(subject), `run ${i}`), `run ${i}`, `echo ${i}`),
        ]);
        await Promise.all(calls.flat());
      }),
  },
  {
    group: "concurrency",
    name: "a release does not disturb other handles that are being executed",
    run: (subject) =>
      withRunner(subject, async (runner) => {
        const { program, input, output } = echo(subject);
        const rounds = Array.from({ length: 20 }, async (_, i) => {
          const prepared = await runner.prepare(program);
          const bytes = await runner.execute(prepared, input.encode(`round ${i}`));
          await runner.release(prepared);
          checkSame(output.decode(bytes), `round ${i}`, "output");
        });
        await Promise.all(rounds);
      }),
  },
];

async function gives(run: Promise<unknown>, expected: unknown, what: string): Promise<void> {
  checkSame(await run, expected, what);
}
