/**
 * Registers conformance cases as tests of vitest, or of any framework with the same `describe` and `test`.
 *
 * @module
 */
import {
  caseId,
  type ConformanceCase,
  type RunCasesOptions,
  unknownFailures,
} from "@lutra/runner-conformance";
import { checkedDuration, maxTimerMs } from "@lutra/runner-core/transport";

/** The part of a test framework that is needed. */
export interface TestFramework {
  readonly describe: (name: string, body: () => void) => void;
  readonly test: {
    (name: string, body: () => Promise<void>, timeoutMs?: number): void;
    readonly skip: (name: string, body: () => Promise<void>) => void;
  };
}

/**
 * Registers each case as a test, in a block for each group. A known failure is a test that passes while the case fails.
 *
 * @param title the name of the block around all of them
 *
 * @example
 * ```ts no-run
 * import { describe, test } from "vitest";
 *
 * describeCases({ describe, test }, "my runner", runnerCases("bytecodeLt"), { kind: "bytecodeLt", connect });
 * ```
 */
export function describeCases<Subject>(
  { describe, test }: TestFramework,
  title: string,
  cases: readonly ConformanceCase<Subject>[],
  subject: Subject,
  options: Pick<RunCasesOptions, "lacks" | "knownFailures" | "timeoutMs"> = {},
): void {
  const { lacks = [], knownFailures = new Set(), timeoutMs = 30_000 } = options;
  const testMs = Math.min(checkedDuration("timeoutMs", timeoutMs, { min: 1 }), maxTimerMs);
  const register = (each: ConformanceCase<Subject>): void => {
    const { name, needs = [] } = each;
    if (needs.some((need) => lacks.includes(need))) {
      test.skip(name, () => each.run(subject));
    } else if (knownFailures.has(caseId(each))) {
      test(`${name} (known failure)`, () => mustFail(each.run(subject)), testMs);
    } else {
      test(name, () => each.run(subject), testMs);
    }
  };
  describe(title, () => {
    for (const group of new Set(cases.map((each) => each.group))) {
      describe(group, () => {
        for (const each of cases) if (each.group === group) register(each);
      });
    }
    for (const id of unknownFailures(cases, knownFailures)) {
      test(id, () => Promise.reject(new Error("a known failure that is no case")));
    }
  });
}

async function mustFail(run: Promise<void>): Promise<void> {
  try {
    await run;
  } catch {
    return;
  }
  throw new Error("it is listed among the known failures, and passes: take it off the list");
}
