/**
 * Parts for authors of transports: both halves of a connection, messages, ports of workers, limits and timers, checks of
 * what a runner returns and throws.
 *
 * @module
 */
export { errorMessage } from "./error-message.ts";
export { checkedDuration, checkedLimit, type DurationBounds, type LimitBounds } from "./limits.ts";
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
export { causeFromPlain, plainCause, type PlainCause } from "./plain-cause.ts";
export { listenTo, type PortLike, type PortListener } from "./port.ts";
export { checkedExternals, checkedInterface, checkedOutput } from "./runner-results.ts";
export { Session, type SessionOptions } from "./session.ts";
export { settlesWithin, startTimer, type TimerOptions } from "./timer.ts";
export { createTurns, type Turns } from "./turns.ts";
export { workerPort } from "./worker-port.ts";
