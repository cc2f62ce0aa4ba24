/**
 * Parts for authors of transports: both halves of a connection, messages, ports of workers, limits and timers, checks of
 * what a runner returns and throws.
 *
 * @module
 */
export { abortable } from "./transport/abortable.ts";
export { backoffMs } from "./transport/backoff.ts";
export { bytesOfProgram, checkedRunner } from "./transport/checked-arguments.ts";
export { errorMessage } from "./transport/error-message.ts";
export { createGrowingBytes, type GrowingBytes } from "./transport/growing-bytes.ts";
export {
  checkedDuration,
  checkedLimit,
  type DurationBounds,
  type LimitBounds,
} from "./transport/limits.ts";
export {
  MessageClient,
  type MessageClientOptions,
  type RemoteProgram,
} from "./transport/message-client.ts";
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
} from "./transport/messages.ts";
export { decodeOutput } from "./decode-output.ts";
export { outputLimits } from "./output-limits.ts";
export { causeFromPlain, plainCause, type PlainCause } from "./transport/plain-cause.ts";
export { listenTo, type PortLike, type PortListener } from "./transport/port.ts";
export { ProgramBudget, type ProgramBudgetOptions } from "./transport/program-budget.ts";
export {
  checkedProgramLimits,
  type CheckedProgramLimits,
  type ProgramLimits,
} from "./transport/program-limits.ts";
export { programMemory } from "./transport/program-memory.ts";
export { checkedExternals, checkedInterface, checkedOutput } from "./transport/runner-results.ts";
export { Session, type SessionOptions } from "./transport/session.ts";
export { maxTimerMs, settlesWithin, startTimer, type TimerOptions } from "./transport/timer.ts";
export { createTurns, type Turns } from "./transport/turns.ts";
export { workerPort } from "./transport/worker-port.ts";
