/**
 * Requirements on every Lutra runner and every transport: cases for any test framework, programs with their outputs,
 * and reports.
 *
 * @module
 */
export { ConformanceError } from "./check.ts";
export { caseId, type ConformanceCase, type Feature } from "./conformance-case.ts";
export { corpus, type CorpusProgram } from "./corpus.ts";
export { parseKnownFailures } from "./known-failures.ts";
export { createReport, type Report, renderReport } from "./report.ts";
export {
  type CaseResult,
  type Outcome,
  runCases,
  type RunCasesOptions,
  unknownFailures,
} from "./run-cases.ts";
export { kindOf } from "./runner/interface-cases.ts";
export { runnerCases } from "./runner/runner-cases.ts";
export type { RunnerSubject } from "./runner/subject.ts";
export { streamClientCases, type StreamClientSubject } from "./stream/client-cases.ts";
export type { ByteDuplex } from "./stream/raw-stream.ts";
export { streamServerCases, type StreamServerSubject } from "./stream/server-cases.ts";
export {
  type Probe,
  type ProbeCounts,
  probeProgram,
  ProbeRunner,
} from "./transport/probe-runner.ts";
export type { TransportServer, TransportSubject } from "./transport/subject.ts";
export { transportCases } from "./transport/transport-cases.ts";
