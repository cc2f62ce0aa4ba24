import { ErrorCode, RunnerError } from "@lutra/runner-core";

/** The error that an answer describes; one that is none of ours, such as a proxy's page, is named by its status. */
export function replyError(status: number, text: string): RunnerError {
  const body = parseJson(text);
  if (typeof body === "object" && body !== null && "display" in body) {
    const code = "code" in body && typeof body.code === "string" ? body.code : undefined;
    return new RunnerError(String(body.display), { code: code ?? codeOfStatus(status) });
  }
  const excerpt = text === "" ? "" : `: ${JSON.stringify(text.slice(0, 64))}`;
  return new RunnerError(`HTTP status ${status}${excerpt}`, { code: codeOfStatus(status) });
}

/** Statuses that servers in between answer with on their own. */
function codeOfStatus(status: number): ErrorCode {
  switch (status) {
    case 401:
    case 403:
      return ErrorCode.ACCESS_DENIED;
    case 413:
      return ErrorCode.FRAME_TOO_LARGE;
    case 408:
    case 504:
      return ErrorCode.TIMEOUT;
    case 502:
    case 503:
      return ErrorCode.CONNECTION_CLOSED;
    default:
      return ErrorCode.PROTOCOL_ERROR;
  }
}

/** The value of a JSON text, or undefined for any other text. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
