import { type Program, programFromBytes, type ProgramKind, type Run } from "@lutra/runner-core";
import { check, checkSame, runnerError } from "../check.ts";
import type { ConformanceCase } from "../conformance-case.ts";
import { corpusProgram } from "../corpus.ts";
import { echo, remainderOfTen, type RunnerSubject, withRunner } from "./subject.ts";

const kinds: readonly ProgramKind[] = ["sqlPostgres", "sqlDuckDb", "bytecodeLt"];

/** Prepares and executes a program, which may be refused when it is prepared or when it is executed first. */
async function prepareAndExecute(runner: Run, program: Program): Promise<Uint8Array> {
  return await runner.execute(await runner.prepare(program), new Uint8Array());
}

async function checkUsable(subject: RunnerSubject, runner: Run): Promise<void> {
  checkSame(await runner.run(echo(subject), "still here"), "still here", "output afterwards");
}

/** Cases on refusals, and on other calls not suffering from them. */
export const errorCases: readonly ConformanceCase<RunnerSubject>[] = [
  {
    group: "errors",
    name: "a program of another kind is refused with PREPARE_ERROR",
    run: (subject) =>
      withRunner(subject, async (runner) => {
        for (const kind of kinds.filter((each) => each !== subject.kind)) {
          const { program } = corpusProgram(kind, "Int64 beyond 2^53");
          await runnerError(prepareAndExecute(runner, program), kind, "PREPARE_ERROR");
        }
        await checkUsable(subject, runner);
      }),
  },
  {
    group: "errors",
    name: "bytes that are no program are refused",
    run: (subject) =>
      withRunner(subject, async (runner) => {
        const { bytes } = echo(subject).program;
        const garbage = bytes.map((byte, i) => (i === 0 ? byte : byte ^ 255));
        for (const broken of [bytes.slice(0, 5), bytes.slice(0, bytes.length / 2), garbage]) {
          const program = programFromBytes(broken);
          const what = `a broken program of ${broken.length} bytes`;
          const call = prepareAndExecute(runner, program);
          await runnerError(call, what, "PREPARE_ERROR", "DECODE_ERROR");
        }
        await checkUsable(subject, runner);
      }),
  },
  {
    group: "errors",
    name: "a program that fails ends with EXECUTION_ERROR and says why",
    run: (subject) =>
      withRunner(subject, async (runner) => {
        const call = runner.run(remainderOfTen(subject), 0);
        await runnerError(call, "10 % 0", "EXECUTION_ERROR");
        await checkUsable(subject, runner);
      }),
  },
  {
    group: "errors",
    name: "a prepared program can be executed after it failed",
    run: (subject) =>
      withRunner(subject, async (runner) => {
        const { program, input, output } = remainderOfTen(subject);
        const prepared = await runner.prepare(program);
        for (const [value, result] of [[3, 1], [0], [7, 3], [0], [4, 2]] as const) {
          const call = runner.execute(prepared, input.encode(value));
          if (result === undefined) await runnerError(call, "10 % 0", "EXECUTION_ERROR");
          else checkSame(output.decode(await call), result, `10 % ${value}`);
        }
      }),
  },
  {
    group: "errors",
    name: "a malformed input harms no call but its own",
    run: (subject) =>
      withRunner(subject, async (runner) => {
        // What comes of it is not said: a program may never look at its input.
        const outside = new Uint8Array([255, 255, 255, 127, 9, 0, 0, 0]);
        for (const { program } of [echo(subject), remainderOfTen(subject)]) {
          const prepared = await runner.prepare(program);
          for (const input of [new Uint8Array(), new Uint8Array(3), outside]) {
            const [outcome] = await Promise.allSettled([runner.execute(prepared, input)]);
            if (outcome.status === "fulfilled") continue;
            const { name } = outcome.reason as Error;
            const isExpected = name === "RunnerError" || name === "DecodeError";
            check(isExpected, `an input of ${input.length} bytes ended with a ${name}`);
          }
        }
        await checkUsable(subject, runner);
      }),
  },
];
