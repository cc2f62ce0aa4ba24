import {
  causeFromPlain,
  plainCause,
  type RequestKind,
  type RequestMessage,
  type ResponseMessage,
} from "@lutra/runner-core/transport";
import { abortableFlag } from "./batch.ts";
import { type BatchRecord, bytesOf, malformed } from "./batch-reader.ts";
import type { BatchWriter } from "./batch-writer.ts";

/** Adds a request to a batch. */
export function writeRequest(
  writer: BatchWriter,
  request: RequestMessage,
  isAbortable: boolean,
): void {
  const { kind, id } = request;
  const flags = isAbortable ? abortableFlag : 0;
  if (kind === "prepare") writer.write(kind, id, request.programId, request.program, flags);
  else if (kind === "execute") writer.write(kind, id, request.programId, request.input, flags);
  else writer.writeValue(kind, id, kind === "release" ? request.programId : 0);
}

/**
 * Reads a request; `undefined` asks to abort the request with the record's id.
 *
 * @throws RunnerError `PROTOCOL_ERROR` for what is no request
 */
export function requestOf(record: BatchRecord): RequestMessage | undefined {
  const { kind, id, programId } = record;
  switch (kind) {
    case "prepare":
      return { kind, id, programId, program: bytesOf(record) };
    case "execute":
      return { kind, id, programId, input: bytesOf(record) };
    case "release":
      return { kind, id, programId };
    case "getInterface":
    case "getExternals":
      return { kind, id };
    case "cancel":
      return undefined;
    case "error":
      throw malformed("a response where a request was due");
  }
}

/** Adds a response to a batch. */
export function writeResponse(writer: BatchWriter, response: ResponseMessage): void {
  const { kind, id } = response;
  switch (kind) {
    case "execute":
      return writer.write(kind, id, 0, response.output);
    case "prepare":
    case "release":
      return writer.writeValue(kind, id, 0);
    case "getInterface":
      return writer.writeValue(kind, id, 0, response.source);
    case "getExternals":
      return writer.writeValue(kind, id, 0, [...response.externals]);
    case "error": {
      const { display, code, cause } = response.error;
      const value = { request: response.request, display, code, cause: plainCause(cause) };
      return writer.writeValue(kind, id, 0, value);
    }
  }
}

/**
 * Reads a response.
 *
 * @throws RunnerError `PROTOCOL_ERROR` for anything that is not a record
 */
export function responseOf(record: BatchRecord): ResponseMessage {
  const { kind, id, content } = record;
  switch (kind) {
    case "execute":
      return { kind, id, output: bytesOf(record) };
    case "prepare":
    case "release":
      return { kind, id };
    case "getInterface":
      if (typeof content !== "string") throw malformed("an interface that is no text");
      return { kind, id, source: content };
    case "getExternals":
      if (!Array.isArray(content) || !content.every((name) => typeof name === "string"))
        throw malformed("externals that are no list of texts");
      return { kind, id, externals: content as readonly string[] };
    case "error":
      return errorResponseOf(id, content);
    case "cancel":
      throw malformed("a request where a response was due");
  }
}

const requestKinds: readonly unknown[] = [
  "prepare",
  "execute",
  "release",
  "getInterface",
  "getExternals",
] satisfies readonly RequestKind[];

function errorResponseOf(id: number, content: unknown): ResponseMessage {
  const { request, display, code, cause } = (content ?? {}) as Record<string, unknown>;
  if (
    !requestKinds.includes(request) ||
    typeof display !== "string" ||
    (code !== undefined && typeof code !== "string")
  )
    throw malformed("an error without its text");
  const error = { display, code, cause: causeFromPlain(cause) };
  return { kind: "error", id, request: request as RequestKind, error };
}
