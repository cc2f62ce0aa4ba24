/**
 * The interface of a Lutra runner, for callers and for authors: programs, errors, the base classes that runners extend,
 * the table of their prepared programs. What only transports need is `@lutra/runner-core/transport`.
 *
 * @module
 */
export { checkedProgram } from "./checked-program.ts";
export { ErrorCode, isRunnerError, RunnerError, type RunnerErrorOptions } from "./error.ts";
export type { InputOf } from "./input-of.ts";
export { LostCallError, type LostCallErrorOptions } from "./lost-call-error.ts";
export { type PreparedProgram, PreparedPrograms } from "./prepared-programs.ts";
export {
  type Program,
  programFromBytes,
  type ProgramKind,
  type TypedProgram,
  typedProgram,
} from "./program.ts";
export { representationOf, wrongKind } from "./representation.ts";
export type { CallOptions, Run, RunSync } from "./run.ts";
export { Runner } from "./runner.ts";
export { RunnerSync } from "./runner-sync.ts";
