import { escapeControls } from "@lutra/bin/render";
import { programFromBytes, representationOf } from "@lutra/runner-core";
import type { RequestMessage, ResponseMessage } from "@lutra/runner-core/transport";

/** Maximum number of bytes of an input or output that are shown. */
const excerptBytes = 24;
/** Maximum number of characters of a string that are shown. */
const excerptChars = 200;

/** Returns a request on one line. */
export function describeRequest(request: RequestMessage): string {
  switch (request.kind) {
    case "prepare":
      return `prepare program ${request.programId}: ${programText(request.program)}`;
    case "execute":
      return `execute program ${request.programId}: ${bytesText(request.input)}`;
    case "release":
      return `release program ${request.programId}`;
    case "getInterface":
    case "getExternals":
      return request.kind;
  }
}

/** Returns a response on one line. */
export function describeResponse(response: ResponseMessage): string {
  switch (response.kind) {
    case "prepare":
      return "prepared";
    case "release":
      return "released";
    case "execute":
      return `output ${bytesText(response.output)}`;
    case "getInterface":
      return `interface ${excerpt(response.source)}`;
    case "getExternals":
      return `externals ${excerpt(response.externals.join(" "))}`;
    case "error": {
      const { display, code = "no code" } = response.error;
      return `${response.request} failed, ${escapeControls(code)}: ${excerpt(display)}`;
    }
  }
}

/** Bytes on one line: their number, and the first of them in hexadecimal. */
export function bytesText(bytes: Uint8Array): string {
  const shown = Array.from(bytes.subarray(0, excerptBytes), (byte) =>
    byte.toString(16).padStart(2, "0"),
  );
  const rest = bytes.length > excerptBytes ? " ..." : "";
  const count = `${bytes.length} byte${bytes.length === 1 ? "" : "s"}`;
  return bytes.length === 0 ? count : `${count}  ${shown.join(" ")}${rest}`;
}

function programText(bytes: Uint8Array): string {
  try {
    return `${representationOf(programFromBytes(bytes).kind)}, ${bytes.length} bytes`;
  } catch {
    return `no program, ${bytesText(bytes)}`;
  }
}

/** Returns the start of a string in quotes, so that control characters of a peer do not reach the terminal. */
function excerpt(text: string): string {
  const isLong = text.length > excerptChars;
  return `${escapeControls(JSON.stringify(text.slice(0, excerptChars)))}${isLong ? ` ... (${text.length} characters)` : ""}`;
}
