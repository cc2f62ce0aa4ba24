import type { ProgramKind } from "@lutra/runner-core";
import type { ConformanceCase } from "../conformance-case.ts";
import { abortCases } from "./abort-cases.ts";
import { concurrencyCases } from "./concurrency-cases.ts";
import { corpusCases } from "./corpus-cases.ts";
import { errorCases } from "./error-cases.ts";
import { executionCases } from "./execution-cases.ts";
import { handleCases } from "./handle-cases.ts";
import { interfaceCases } from "./interface-cases.ts";
import { shutdownCases } from "./shutdown-cases.ts";
import type { RunnerSubject } from "./subject.ts";

/**
 * Creates the cases that every runner must pass, over any transport: the contract of `Run`, and the programs of the
 * corpus.
 *
 * @param kind the programs that the runner executes
 */
export function runnerCases(kind: ProgramKind): readonly ConformanceCase<RunnerSubject>[] {
  return [
    ...interfaceCases,
    ...executionCases,
    ...errorCases,
    ...handleCases,
    ...abortCases,
    ...concurrencyCases,
    ...shutdownCases,
    ...corpusCases(kind),
  ];
}
