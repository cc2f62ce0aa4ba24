import type { RequestKind, RequestMessage, ResponseMessage } from "@lutra/runner-core/transport";
import type { FrameWriter } from "./frame-writer.ts";

/**
 * A generation of the wire protocol: how messages are written into frames and read from them. `generationB` is the
 * default; `generationA` comes from `@lutra/runner-binary/generation-a`.
 *
 * @see docs/protocol.md, "Generations"
 */
export interface Protocol {
  /** `A`: Lutra 0.5.0. `B`: Lutra 0.5.1 to 0.6. */
  readonly generation: "A" | "B";
  /**
   * `true` if prepare and release have responses; otherwise a failed prepare is reported by the executes that follow.
   */
  readonly acknowledges: boolean;
  /** Position of an execute request's input in its frame's body. */
  readonly inputOffset: number;
  /** Position of an execute response's output in its frame's body. */
  readonly outputOffset: number;
  /**
   * Writes a request, or nothing if the protocol does not have it.
   *
   * @returns the response, where the protocol sends none
   * @throws RunnerError `FRAME_TOO_LARGE`
   */
  writeRequest(writer: FrameWriter, request: RequestMessage): ResponseMessage | undefined;
  /**
   * Writes a response, or nothing if the protocol does not have it.
   *
   * @throws RunnerError `FRAME_TOO_LARGE`
   */
  writeResponse(writer: FrameWriter, response: ResponseMessage): void;
  /**
   * Reads a request from a frame's body, or from part of larger bytes. An input is a view of them; a program is a copy,
   * because it lives longer.
   *
   * @throws DecodeError for bytes that are no request
   */
  readRequest(body: Uint8Array, start?: number, end?: number): RequestMessage;
  /**
   * Reads a response, as {@link Protocol.readRequest} does. An output is a view of the bytes.
   *
   * @throws DecodeError for bytes that are no response
   */
  readResponse(body: Uint8Array, start?: number, end?: number): ResponseMessage;
  /** Reads id and kind of a request that does not decode, as far as possible: then it gets an error as its response. */
  readBrokenRequest(body: Uint8Array): { id: number; kind: RequestKind } | undefined;
}

/**
 * The protocol of a server: one generation, or a function that finds it by a connection's first frame. If it finds none,
 * the connection is closed.
 */
export type ProtocolChoice = Protocol | ((firstFrame: Uint8Array) => Protocol | undefined);
