import { ErrorCode, errorMessage } from "@lutra/runner-core";
import { HttpFault } from "./http-fault.ts";
import { mediaType, statusOf } from "./protocol.ts";
import { unshared } from "./sha256.ts";

/** Makes the responses of a server. `corsOrigin` is the web page that may read them, if one is allowed to. */
export class Replies {
  readonly #corsOrigin: string | undefined;

  constructor(corsOrigin: string | undefined) {
    this.#corsOrigin = corsOrigin;
  }

  /** Nothing to say but the status. */
  empty(status: 201 | 204): Response {
    return this.#respond(status, null);
  }

  /** An encoded value. */
  bytes(body: Uint8Array): Response {
    return this.#respond(200, unshared(body), { "content-type": mediaType });
  }

  /** Lutra source. */
  text(body: string): Response {
    return this.#respond(200, body, { "content-type": "text/plain; charset=utf-8" });
  }

  json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Response {
    return this.#respond(status, JSON.stringify(body), {
      ...headers,
      "content-type": "application/json",
    });
  }

  /** What may be asked of a resource, also for the preflight of a web page. */
  options(method: string): Response {
    return this.#respond(204, null, {
      allow: `${method}, OPTIONS`,
      ...(this.#corsOrigin !== undefined && {
        "access-control-allow-methods": method,
        "access-control-allow-headers": "authorization, content-type",
        "access-control-max-age": "600",
      }),
    });
  }

  /** Whatever was thrown, without its stack: `{ display, code }`. */
  failure(error: unknown): Response {
    if (error instanceof HttpFault) {
      return this.json(error.status, { display: error.message, code: error.code }, error.headers);
    }
    const { display, code } = errorMessage(error);
    if (code === undefined) {
      // Not an error that a runner raised on purpose: what it says may be nobody's business.
      return this.json(500, { display: "internal error", code: ErrorCode.EXECUTION_ERROR });
    }
    return this.json(statusOf(code), { display, code });
  }

  #respond(
    status: number,
    body: BodyInit | null,
    headers: Readonly<Record<string, string>> = {},
  ): Response {
    return new Response(body, {
      status,
      headers: {
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        ...headers,
        ...(this.#corsOrigin !== undefined && {
          "access-control-allow-origin": this.#corsOrigin,
          vary: "origin",
        }),
      },
    });
  }
}
