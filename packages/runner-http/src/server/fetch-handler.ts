import type { Run } from "@lutra/runner-core";
import { Cancellation } from "../cancellation.ts";
import { readStream } from "../bytes/read-stream.ts";
import { parseHost } from "./host.ts";
import { HttpServer } from "./server.ts";
import type { HttpServerOptions } from "./server-options.ts";
import type { ServerReply, ServerRequest } from "./server-request.ts";

/** Answers requests. Made by {@link createFetchHandler}. */
export interface FetchHandler {
  /** Answers one request; never rejects. */
  (request: Request): Promise<Response>;
  /** Answers `/health` with 503 from now on, and goes on with all other requests. */
  drain(): void;
  /** Refuses further requests and releases every program. The runner stays the caller's. */
  close(): Promise<void>;
}

/**
 * Serves a runner over HTTP, on any host that speaks `Request` and `Response`. On plain Node, `createNodeHandler` of
 * `@lutra/runner-http/node` does the same with less work.
 *
 * A request whose client goes away (`request.signal`) aborts the call that it waits for.
 *
 * @throws TypeError unless the options say who may run programs: a program is code
 * @throws RangeError for a limit that is no positive number
 * @see docs/http.md
 *
 * @example
 * ```ts
 * const handler = createFetchHandler(runner, {
 *   authorize: ({ headers }) => headers.get("authorization") === `Bearer ${token}`,
 * });
 * const response = await handler(new Request("http://localhost/externals"));
 * response.status; // 401
 * ```
 */
export function createFetchHandler<Prepared>(
  runner: Run<Prepared>,
  options: HttpServerOptions,
): FetchHandler {
  const server = new HttpServer(runner, options);
  const handle = async (request: Request): Promise<Response> => {
    const cancellation = new Cancellation();
    const onGone = (): void => cancellation.cancel(request.signal.reason);
    request.signal.addEventListener("abort", onGone);
    if (request.signal.aborted) onGone();
    try {
      return responseOf(await server.answer(serverRequest(request, cancellation)));
    } finally {
      // The signal may live as long as a connection.
      request.signal.removeEventListener("abort", onGone);
    }
  };
  return Object.assign(handle, { drain: () => server.drain(), close: () => server.close() });
}

function serverRequest(request: Request, cancellation: Cancellation): ServerRequest {
  const { headers, body, method, url } = request;
  const { pathname, host } = new URL(url);
  // The URL is made up by the framework where it does not know its own name: Next.js puts localhost there.
  const hostHeader = headers.get("host");
  return {
    method,
    path: pathname,
    host: hostHeader === null ? host : parseHost(hostHeader),
    header: (name) => headers.get(name) ?? undefined,
    head: () => request,
    async readBody(maxBytes) {
      if (Number(headers.get("content-length")) > maxBytes) {
        await body?.cancel();
        return undefined;
      }
      return await readStream(body, maxBytes, cancellation.signal);
    },
    cancellation,
  };
}

function responseOf({ status, headers, body }: ServerReply): Response {
  return new Response(body ?? null, { status, headers });
}
