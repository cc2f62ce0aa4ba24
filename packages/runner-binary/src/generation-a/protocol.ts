import { DecodeError } from "@lutra/bin";
import type { RequestMessage, ResponseMessage } from "@lutra/runner-core/transport";
import type { FrameWriter } from "../frame-writer.ts";
import { byteAt, bytesAt, errorAt, errorBytes, pointerAt, uint32At } from "../message-body.ts";
import type { Protocol } from "../protocol.ts";
import { putUint32 } from "../uint32.ts";

/** Size of a `ClientMessage`, and of a `ServerMessage` with the result's tag and pointer. */
const requestHeadBytes = 5;
const responseHeadBytes = 13;

/**
 * The protocol of Lutra 0.5.0. Only executes are answered: a prepare's error arrives with the executes of its program.
 * There is no query: a client answers `getInterface` and `getExternals` itself, with nothing.
 *
 * @see docs/protocol.md, "Generation A"
 *
 * @example
 * ```ts
 * const client = new BinaryClient(stream, { protocol: generationA });
 * ```
 */
export const generationA: Protocol = {
  generation: "A",
  acknowledges: false,
  inputOffset: 21,
  outputOffset: 21,

  writeRequest(writer: FrameWriter, request: RequestMessage): ResponseMessage | undefined {
    const { id } = request;
    switch (request.kind) {
      case "prepare": {
        const { program } = request;
        const at = writer.frame(requestHeadBytes + 12, program);
        const { bytes } = writer;
        writeHead(bytes, at, 0, request.programId);
        putUint32(bytes, at + 9, 8);
        putUint32(bytes, at + 13, program.length);
        return { kind: "prepare", id };
      }
      case "execute": {
        const { input } = request;
        const at = writer.frame(requestHeadBytes + 16, input);
        const { bytes } = writer;
        writeHead(bytes, at, 1, request.programId);
        putUint32(bytes, at + 9, 12);
        putUint32(bytes, at + 13, input.length);
        putUint32(bytes, at + 17, id);
        return undefined;
      }
      case "release": {
        const at = writer.frame(requestHeadBytes + 4);
        writeHead(writer.bytes, at, 2, request.programId);
        return { kind: "release", id };
      }
      case "getInterface":
        return { kind: "getInterface", id, source: "" };
      case "getExternals":
        return { kind: "getExternals", id, externals: [] };
    }
  },

  writeResponse(writer: FrameWriter, response: ResponseMessage): void {
    if (response.kind === "execute") {
      const { output } = response;
      const at = writer.frame(responseHeadBytes + 8, output);
      writeResponseHead(writer.bytes, at, response.id, 0);
      putUint32(writer.bytes, at + 13, 8);
      putUint32(writer.bytes, at + 17, output.length);
    } else if (response.kind === "error" && response.request === "execute") {
      const at = writer.frame(responseHeadBytes, errorBytes(response.error));
      writeResponseHead(writer.bytes, at, response.id, 1);
    }
  },

  readRequest(bytes: Uint8Array, start = 0, end = bytes.length): RequestMessage {
    const body = { bytes, start, end };
    const tag = byteAt(body, start);
    const at = pointerAt(body, start + 1);
    // Prepares and releases carry no request id; they are not answered, so any will do.
    switch (tag) {
      case 0: {
        const program = bytesAt(body, at + 4).slice();
        return { kind: "prepare", id: 0, programId: uint32At(body, at), program };
      }
      case 1: {
        const input = bytesAt(body, at + 4);
        const id = uint32At(body, at + 12);
        return { kind: "execute", id, programId: uint32At(body, at), input };
      }
      case 2:
        return { kind: "release", id: 0, programId: uint32At(body, at) };
      default:
        throw new DecodeError(`no request has the tag ${tag}`, 0);
    }
  },

  readResponse(bytes: Uint8Array, start = 0, end = bytes.length): ResponseMessage {
    const body = { bytes, start, end };
    const at = pointerAt(body, start);
    const id = uint32At(body, at);
    const tag = byteAt(body, at + 4);
    const result = pointerAt(body, at + 5);
    switch (tag) {
      case 0:
        return { kind: "execute", id, output: bytesAt(body, result) };
      case 1:
        return { kind: "error", id, request: "execute", error: errorAt(body, result) };
      default:
        throw new DecodeError(`no result has the tag ${tag}`, at + 4 - start);
    }
  },

  /**
   * Returns no id: a request's id comes last, and only in executes, so a body that does not decode has none to trust.
   */
  readBrokenRequest(): undefined {
    return undefined;
  },
};

function writeHead(bytes: Uint8Array, at: number, tag: number, programId: number): void {
  bytes[at] = tag;
  putUint32(bytes, at + 1, 4);
  putUint32(bytes, at + 5, programId);
}

function writeResponseHead(bytes: Uint8Array, at: number, id: number, tag: number): void {
  putUint32(bytes, at, 4);
  putUint32(bytes, at + 4, id);
  bytes[at + 8] = tag;
  putUint32(bytes, at + 9, 4);
}
