import { DecodeError } from "@lutra/bin";
import type {
  ErrorResponse,
  RequestKind,
  RequestMessage,
  ResponseMessage,
} from "@lutra/runner-core/transport";
import type { FrameWriter } from "./frame-writer.ts";
import {
  byteAt,
  bytesAt,
  errorAt,
  errorBytes,
  pointerAt,
  textAt,
  textItems,
  textsAt,
  uint32At,
  utf8,
} from "./message-body.ts";
import type { Protocol } from "./protocol.ts";
import { putUint32, uint32 } from "./uint32.ts";

/** The tags of `RequestKind` and of `ResponseKind`, which correspond. */
const kinds: readonly RequestKind[] = [
  "prepare",
  "execute",
  "release",
  "getInterface",
  "getExternals",
];

/** Size of a `Request` and of a `Response`: id, tag, pointer. */
const headBytes = 9;

/**
 * The protocol of Lutra 0.5.1 to 0.6: every request is answered by one response of its kind.
 *
 * @see docs/protocol.md, "Generation B"
 */
export const generationB: Protocol = {
  generation: "B",
  acknowledges: true,
  inputOffset: 21,
  outputOffset: 22,

  writeRequest(writer: FrameWriter, request: RequestMessage): undefined {
    switch (request.kind) {
      case "prepare":
        writeWithBytes(writer, 0, request.id, request.programId, request.program);
        break;
      case "execute":
        writeWithBytes(writer, 1, request.id, request.programId, request.input);
        break;
      case "release": {
        const at = writer.frame(headBytes + 4);
        writeHead(writer.bytes, at, request.id, 2, 4);
        putUint32(writer.bytes, at + 9, request.programId);
        break;
      }
      case "getInterface":
      case "getExternals": {
        const at = writer.frame(headBytes);
        writeHead(writer.bytes, at, request.id, kinds.indexOf(request.kind), 0);
      }
    }
    return undefined;
  },

  writeResponse(writer: FrameWriter, response: ResponseMessage): void {
    switch (response.kind) {
      case "prepare":
      case "release": {
        const at = writer.frame(14);
        writeHead(writer.bytes, at, response.id, kinds.indexOf(response.kind), 4);
        writeResult(writer.bytes, at + 9, 0, 0);
        break;
      }
      case "execute":
        writeArray(writer, response.id, 1, response.output.length, response.output);
        break;
      case "getInterface": {
        const source = utf8(response.source);
        writeArray(writer, response.id, 3, source.length, source);
        break;
      }
      case "getExternals": {
        const { externals } = response;
        writeArray(writer, response.id, 4, externals.length, textItems(externals));
        break;
      }
      case "error":
        writeError(writer, response);
    }
  },

  readRequest(bytes: Uint8Array, start = 0, end = bytes.length): RequestMessage {
    const body = { bytes, start, end };
    const id = uint32At(body, start);
    const tag = byteAt(body, start + 4);
    switch (tag) {
      case 0: {
        const at = pointerAt(body, start + 5);
        const program = bytesAt(body, at + 4).slice();
        return { kind: "prepare", id, programId: uint32At(body, at), program };
      }
      case 1: {
        const at = pointerAt(body, start + 5);
        const input = bytesAt(body, at + 4);
        return { kind: "execute", id, programId: uint32At(body, at), input };
      }
      case 2:
        return { kind: "release", id, programId: uint32At(body, pointerAt(body, start + 5)) };
      case 3:
        return { kind: "getInterface", id };
      case 4:
        return { kind: "getExternals", id };
      default:
        throw unknownTag("request", tag, 4);
    }
  },

  readResponse(bytes: Uint8Array, start = 0, end = bytes.length): ResponseMessage {
    const body = { bytes, start, end };
    const id = uint32At(body, start);
    const tag = byteAt(body, start + 4);
    const request = kinds[tag];
    if (request === undefined) throw unknownTag("response", tag, 4);
    const at = pointerAt(body, start + 5);
    const result = byteAt(body, at);
    if (result === 1) {
      return { kind: "error", id, request, error: errorAt(body, pointerAt(body, at + 1)) };
    }
    if (result !== 0) throw unknownTag("result", result, at - start);
    switch (request) {
      case "prepare":
      case "release":
        return { kind: request, id };
      case "execute":
        return { kind: request, id, output: bytesAt(body, pointerAt(body, at + 1)) };
      case "getInterface":
        return { kind: request, id, source: textAt(body, pointerAt(body, at + 1)) };
      case "getExternals":
        return { kind: request, id, externals: textsAt(body, pointerAt(body, at + 1)) };
    }
  },

  readBrokenRequest(body: Uint8Array): { id: number; kind: RequestKind } | undefined {
    const kind = kinds[body[4] ?? -1];
    return kind === undefined ? undefined : { id: uint32(body, 0), kind };
  },
};

function writeHead(bytes: Uint8Array, at: number, id: number, tag: number, pointer: number): void {
  putUint32(bytes, at, id);
  bytes[at + 4] = tag;
  putUint32(bytes, at + 5, pointer);
}

/** Writes request kinds 0 and 1: a program id and an array of bytes. */
function writeWithBytes(
  writer: FrameWriter,
  tag: number,
  id: number,
  programId: number,
  payload: Uint8Array,
): void {
  const at = writer.frame(headBytes + 12, payload);
  const { bytes } = writer;
  writeHead(bytes, at, id, tag, 4);
  putUint32(bytes, at + 9, programId);
  putUint32(bytes, at + 13, 8);
  putUint32(bytes, at + 17, payload.length);
}

/** Writes the tag and the pointer of a result. */
function writeResult(bytes: Uint8Array, at: number, tag: number, pointer: number): void {
  bytes[at] = tag;
  putUint32(bytes, at + 1, pointer);
}

/** Writes a good result that is a string or an array. */
function writeArray(
  writer: FrameWriter,
  id: number,
  tag: number,
  length: number,
  payload: Uint8Array,
): void {
  const at = writer.frame(headBytes + 13, payload);
  const { bytes } = writer;
  writeHead(bytes, at, id, tag, 4);
  writeResult(bytes, at + 9, 0, 4);
  putUint32(bytes, at + 14, 8);
  putUint32(bytes, at + 18, length);
}

function writeError(writer: FrameWriter, { id, request, error }: ErrorResponse): void {
  const at = writer.frame(headBytes + 5, errorBytes(error));
  writeHead(writer.bytes, at, id, kinds.indexOf(request), 4);
  writeResult(writer.bytes, at + 9, 1, 4);
}

function unknownTag(what: string, tag: number, at: number): DecodeError {
  return new DecodeError(`no ${what} has the tag ${tag}`, at);
}
