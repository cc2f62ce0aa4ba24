/**
 * The interface of a Lutra runner: programs, errors, the base classes that runner authors extend, and the two halves of
 * a connection that transports build on.
 *
 * @module
 */
export { ErrorCode, isRunnerError, RunnerError, type RunnerErrorOptions } from "./error.ts";
export { errorMessage } from "./error-message.ts";
export { MessageClient, type MessageClientOptions, type RemoteProgram } from "./message-client.ts";
export type {
  DoneResponse,
  ErrorMessage,
  ErrorResponse,
  ExecuteRequest,
  ExecuteResponse,
  ExternalsResponse,
  InterfaceResponse,
  PrepareRequest,
  QueryRequest,
  ReleaseRequest,
  RequestKind,
  RequestMessage,
  ResponseMessage,
} from "./messages.ts";
export { outputLimits } from "./output-limits.ts";
export { listenTo, type PortLike, type PortListener } from "./port.ts";
export { causeFromPlain, plainCause, type PlainCause } from "./plain-cause.ts";
export { type PreparedProgram, PreparedPrograms } from "./prepared-programs.ts";
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
export { Session, type SessionOptions } from "./session.ts";
export { createTurns, type Turns } from "./turns.ts";
export { workerPort } from "./worker-port.ts";
