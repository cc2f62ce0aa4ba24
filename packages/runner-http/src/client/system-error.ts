// Loaded when a request fails outside a browser. It imports nothing, so that a bundler adds no code to share for it.

/** Error of Node, undici or Bun. */
export interface SystemError {
  readonly code?: unknown;
  readonly name: string;
  readonly message: string;
  readonly syscall?: string;
}

/** Facts about a failed request that only an error outside a browser tells. */
export interface Diagnosis {
  /** Protocol that the other side does not speak; `undefined` if it may speak HTTP. */
  readonly unspoken?: string;
  /** There was no connection, or the server refused the stream, so no one has seen the request. */
  readonly isRefused: boolean;
  /** Advice for a first request to a server, or an empty string. */
  readonly hint: string;
}

/** Returns what a system error says of a request to `host`. */
export function diagnose(
  { code: anyCode, name, message, syscall }: SystemError,
  host: string,
): Diagnosis {
  const code = String(anyCode);
  if (/^EPROTO$|^ERR_SSL_/.test(code)) {
    return { unspoken: "TLS: http:// is for servers without it", isRefused: false, hint: "" };
  }
  if (code.startsWith("HPE_") || name === "HTTPParserError") {
    return { unspoken: "HTTP", isRefused: false, hint: "" };
  }
  const isRefused =
    refusedCode.test(code) ||
    syscall === "connect" ||
    (code === "ERR_HTTP2_STREAM_ERROR" && message.includes("REFUSED_STREAM"));
  // A server of Lutra's own protocol takes a request for a frame far too large, and ends the connection.
  const hint = closedCode.test(code)
    ? `; if it never answers, its port may be for the binary protocol: use tcp://${host}`
    : "";
  return { isRefused, hint };
}

/** Codes of Node, undici and Bun for a connection that was never there. */
const refusedCode =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused)$/;

/** Codes of Node and undici for a connection that the other side ended. */
const closedCode = /^(?:ECONNRESET|EPIPE|UND_ERR_SOCKET)$/;
