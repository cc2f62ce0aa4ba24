import { HttpFault } from "./http-fault.ts";
import { emptyReply, failureReply, textReply } from "./replies.ts";
import type { ServerReply, ServerRequest } from "./server-request.ts";

/** Checks if a request is for the health of the server, by whatever method and host. */
export function isHealthCheck({ path }: ServerRequest, basePath: string): boolean {
  return path === `${basePath}/health`;
}

const allow = "GET, HEAD, OPTIONS";
const notReady = /* @__PURE__ */ new HttpFault(503, "not ready", {
  headers: { "retry-after": "1" },
});

/**
 * Answers the health checks of balancers: 200 if the server is ready, 503 if it drains or is closed. These say nothing
 * else, so they need no host and no authorization, and a server that is busy answers them too.
 *
 * @throws HttpFault 405 for other methods than `GET`, `HEAD` and `OPTIONS`
 */
export function healthReply({ method }: ServerRequest, isReady: boolean): ServerReply {
  if (method === "OPTIONS") return emptyReply(204, { allow });
  if (method !== "GET" && method !== "HEAD") {
    throw new HttpFault(405, `${method} is not possible here`, { headers: { allow } });
  }
  const reply = isReady ? textReply("ready") : failureReply(notReady);
  return method === "HEAD" ? { ...reply, body: undefined } : reply;
}
