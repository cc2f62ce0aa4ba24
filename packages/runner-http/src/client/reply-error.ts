import { ErrorCode, RunnerError } from "@lutra/runner-core";
import { essenceOf } from "../protocol/protocol.ts";

/** The server does not have the program, and has executed nothing. */
export class ProgramMissing extends RunnerError {}

/** The error that an answer describes; one that is none of ours, such as a proxy's page, is named by its status. */
export function replyError(status: number, text: string, contentType?: string): RunnerError {
  const body = parseJson(text);
  if (typeof body === "object" && body !== null && "display" in body) {
    const { display } = body;
    const code = "code" in body && typeof body.code === "string" ? body.code : undefined;
    if (typeof display === "string") {
      // With another status the code is a runner's own, and the program may have run.
      const isMissing = status === 404 && code === ErrorCode.PROGRAM_NOT_FOUND;
      const Kind = isMissing ? ProgramMissing : RunnerError;
      return new Kind(display, { code: code ?? codeOfStatus(status) });
    }
  }
  const excerpt = text === "" ? "" : `: ${JSON.stringify(text.slice(0, 64))}`;
  const isPage = status < 500 && essenceOf(contentType) === "text/html";
  const hint = isPage ? "; that is a web page: check the URL" : "";
  return new RunnerError(`HTTP status ${status}${excerpt}${hint}`, { code: codeOfStatus(status) });
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
