import type { ProgramKind } from "@lutra/runner-core";
import { checkBytes, runnerError } from "../check.ts";
import type { ConformanceCase } from "../conformance-case.ts";
import { corpus } from "../corpus.ts";
import { type RunnerSubject, withRunner } from "./subject.ts";

/**
 * Returns one case for each program of the corpus: a runner may write other bytes, but they must be those of the same
 * value.
 */
export function corpusCases(kind: ProgramKind): readonly ConformanceCase<RunnerSubject>[] {
  return corpus(kind).map(({ name, program, codecs, input, output }) => ({
    group: "corpus",
    name,
    run: (subject) =>
      withRunner(subject, async (runner) => {
        const prepared = await runner.prepare(program);
        const call = runner.execute(prepared, input);
        if (output === undefined) {
          await runnerError(call, name, "EXECUTION_ERROR");
        } else {
          const value = codecs.output.decode(await call);
          checkBytes(codecs.output.encode(value), output, "canonical output");
        }
        await runner.release(prepared);
      }),
  }));
}
