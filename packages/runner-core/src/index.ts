/**
 * The interface of a Lutra runner: programs, errors, and the base classes that runner authors extend.
 *
 * @module
 */
export { ErrorCode, isRunnerError, RunnerError, type RunnerErrorOptions } from "./error.ts";
export {
  type Program,
  programFromBytes,
  type ProgramKind,
  type TypedProgram,
  typedProgram,
} from "./program.ts";
export type { CallOptions, Run, RunSync } from "./run.ts";
export { Runner } from "./runner.ts";
export { RunnerSync } from "./runner-sync.ts";
