// Errors of Node, undici, Deno and Bun. Bundlers for browsers take `diagnosis.web.ts` instead: the manifest's `browser`
// says so. It imports only packages and types, because it is a file of its own in `dist`.
import { ErrorCode, RunnerError } from "@lutra/runner-core";

/** Facts about a failed request. */
export interface Diagnosis {
  /** Error that says what happened. */
  readonly cause: unknown;
  /** Error of the call if the other side does not speak HTTP. */
  readonly unspoken?: RunnerError;
  /** There was no connection, or the server refused the stream, so no one has seen the request. */
  readonly isRefused: boolean;
  /** Advice for a first request to a server, or an empty string. */
  readonly hint: string;
}

interface SystemError {
  readonly code?: unknown;
  readonly name: string;
  readonly message: string;
  readonly syscall?: string;
}

/** Returns the diagnosis of an error of a request to `base`. */
export function diagnose(error: unknown, base: string): Diagnosis {
  // Node's fetch says what happened in the cause only.
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const { code: anyCode, name, message, syscall } = Object(cause) as SystemError;
  const code = String(anyCode);
  const { origin, host } = new URL(base);
  const speaks = (protocol: string): Diagnosis => {
    const options = { code: ErrorCode.PROTOCOL_ERROR, cause: error };
    const text = `what answers at ${origin} does not speak ${protocol}`;
    return { cause, unspoken: new RunnerError(text, options), isRefused: false, hint: "" };
  };
  if (/^EPROTO$|^ERR_SSL_/.test(code)) return speaks("TLS: http:// is for servers without it");
  if (message === "bad port") {
    return {
      cause,
      isRefused: true,
      hint: "; fetch calls no server at this port: use another one",
    };
  }
  if (code.startsWith("HPE_") || name === "HTTPParserError") return speaks("HTTP");
  const isRefused =
    refusedCode.test(code) ||
    syscall === "connect" ||
    (code === "ERR_HTTP2_STREAM_ERROR" && message.includes("REFUSED_STREAM"));
  // A server of Lutra's own protocol takes a request for a frame far too large, and ends the connection.
  const hint = closedCode.test(code)
    ? `; if it never answers, its port may be for the binary protocol: use tcp://${host}`
    : "";
  return { cause, isRefused, hint };
}

/** Codes of Node, undici and Bun for a connection that was never there. */
const refusedCode =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused)$/;

/** Codes of Node and undici for a connection that the other side ended. */
const closedCode = /^(?:ECONNRESET|EPIPE|UND_ERR_SOCKET)$/;
