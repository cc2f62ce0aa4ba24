import type { ErrorCode } from "../error.ts";

/** Kind of a request. The wire calls `getInterface` `pull_schema`. */
export type RequestKind = RequestMessage["kind"];

/** Asks to prepare a program under an id that the client chose. */
export interface PrepareRequest {
  readonly kind: "prepare";
  /** Unsigned 32-bit, unique among the requests in flight on a connection; echoed in the response. */
  readonly id: number;
  /** Unsigned 32-bit, chosen by the client; names the program in later requests of the same connection. */
  readonly programId: number;
  /** Encoded `rr::Program`. */
  readonly program: Uint8Array;
}

/** Asks to execute a prepared program. */
export interface ExecuteRequest {
  readonly kind: "execute";
  readonly id: number;
  readonly programId: number;
  /** A value of the program's input type, encoded. */
  readonly input: Uint8Array;
}

/** Releases a program id. */
export interface ReleaseRequest {
  readonly kind: "release";
  readonly id: number;
  readonly programId: number;
}

/** Asks for something that needs no program. */
export interface QueryRequest {
  readonly kind: "getInterface" | "getExternals";
  readonly id: number;
}

/**
 * Message that a client sends: one message per call, the same for every generation of the wire protocol.
 *
 * @see docs/protocol.md, "Generation B"
 */
export type RequestMessage = PrepareRequest | ExecuteRequest | ReleaseRequest | QueryRequest;

/** An error as it travels. */
export interface ErrorMessage {
  /** For people. */
  readonly display: string;
  /** For programs; absent where the runner gave none. Unknown values are legal. */
  readonly code: ErrorCode | undefined;
  /**
   * Reason of the error, for transports that stay inside a process. No wire protocol carries it: it may tell what is
   * not the peer's business.
   */
  readonly cause?: unknown;
}

/** The program is prepared, or released. */
export interface DoneResponse {
  readonly kind: "prepare" | "release";
  /** The id of the request that this answers. */
  readonly id: number;
  /**
   * Memory that the prepared program takes, in bytes, if its handle says it. For transports between threads; the wire
   * does not carry it.
   */
  readonly memoryBytes?: number;
}

/** The program's output. */
export interface ExecuteResponse {
  readonly kind: "execute";
  readonly id: number;
  /** A value of the program's output type, encoded. */
  readonly output: Uint8Array;
}

/** The runner's functions as Lutra source. */
export interface InterfaceResponse {
  readonly kind: "getInterface";
  readonly id: number;
  readonly source: string;
}

/** Facts that a compiler needs of the runner. */
export interface ExternalsResponse {
  readonly kind: "getExternals";
  readonly id: number;
  readonly externals: readonly string[];
}

/** The call failed. */
export interface ErrorResponse {
  readonly kind: "error";
  readonly id: number;
  /** Kind of the request that this responds to: the wire writes it, and a client checks it. */
  readonly request: RequestKind;
  readonly error: ErrorMessage;
}

/**
 * Message that a server sends: one message per request.
 *
 * @see docs/protocol.md, "Generation B"
 */
export type ResponseMessage =
  | DoneResponse
  | ExecuteResponse
  | InterfaceResponse
  | ExternalsResponse
  | ErrorResponse;
