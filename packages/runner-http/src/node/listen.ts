import { createServer } from "node:http";
import type { Run } from "@lutra/runner-core";
import { checkedDuration, checkedLimit } from "@lutra/runner-core/transport";
import type { HttpServerOptions } from "@lutra/runner-http";
import { type HttpListener, Listener } from "./http-listener.ts";
import { createNodeHandlers } from "./node-handler.ts";

/** Address at which {@link listen} listens, and the options of the handler. */
export interface ListenOptions extends HttpServerOptions {
  /** Address to bind. @default "127.0.0.1" */
  readonly host?: string | undefined;
  /** TCP port; 0 takes a free one. @default 0 */
  readonly port?: number | undefined;
  /**
   * Maximum number of connections that are open at a time; more are closed at once, without an answer. @default 1024
   */
  readonly maxConnections?: number | undefined;
  /** Time for a client to send the head of a request, in milliseconds; then it gets 408. @default 10000 */
  readonly headersTimeoutMs?: number | undefined;
}

/** Time after all others after which Node ends a connection, in milliseconds. */
const lastResortMs = 5000;

/** Longest time between two looks at the connections that are late, in milliseconds. */
const maxCheckMs = 1000;

const loopback = ["localhost", "127.0.0.1", "[::1]"];

/**
 * Serves a runner over HTTP. Bound to loopback, it answers only for loopback host names, unless `hosts` says otherwise:
 * a web page whose name was pointed here must not reach it.
 *
 * There is no encryption: put it after a proxy that has it, or call it on this machine only.
 *
 * @returns the listener, once it listens; it is the caller's to close, before the runner
 * @throws TypeError unless the options say who may run programs
 * @throws RangeError for a limit or a time that is out of range
 * @throws Error of the system, for example `EADDRINUSE`
 * @see docs/http.md
 *
 * @example
 * ```ts
 * const listener = await listen(runner, { port: 8080, allowAnyone: true });
 * console.log(`Listening on ${listener.address}`);
 * ```
 */
export async function listen(runner: Run, options: ListenOptions): Promise<HttpListener> {
  // Callers without types may pass no options: the handlers then ask who may run programs.
  const { host = "127.0.0.1", port = 0, ...settings } = { ...options };
  const { headersTimeoutMs = 10_000, bodyTimeoutMs = 30_000 } = settings;
  const { authorizeTimeoutMs = 10_000 } = settings;
  const maxConnections = checkedLimit("maxConnections", settings.maxConnections ?? 1024);
  checkedDuration("headersTimeoutMs", headersTimeoutMs, { min: 1 });
  const isLoopback = host === "localhost" || host === "::1" || host.startsWith("127.");
  const handlers = createNodeHandlers(
    runner,
    isLoopback ? { hosts: loopback, ...settings } : settings,
  );
  const server = createServer(
    {
      headersTimeout: nodeTimeout(headersTimeoutMs),
      // The handler answers late bodies itself; this ends connections on which not even that helps.
      requestTimeout: nodeTimeout(
        headersTimeoutMs + authorizeTimeoutMs + bodyTimeoutMs + lastResortMs,
      ),
      connectionsCheckingInterval: Math.min(maxCheckMs, Math.ceil(headersTimeoutMs)),
    },
    handlers.onRequest,
  );
  server.on("checkContinue", handlers.onCheckContinue);
  server.maxConnections = maxConnections;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port }, () => {
      server.off("error", reject);
      resolve();
    });
  });
  return new Listener(server, handlers);
}

/** Returns a time as Node's servers take it: whole milliseconds, and 0 for no end. */
function nodeTimeout(ms: number): number {
  return ms === Infinity ? 0 : Math.ceil(ms);
}
