import type { Readable } from "node:stream";
import type { HttpExchange } from "@lutra/runner-http";
import { type MessageHeaders, messageReply } from "./message-reply.ts";
import { remembered } from "../remembered.ts";

/** Part of the dispatchers of `undici` that is used: an `Agent`, a `Pool` or a `Client` is one. */
export interface Dispatcher {
  /** Sends a request and resolves with its answer. */
  request(options: {
    readonly origin: string;
    readonly path: string;
    readonly method: "GET" | "PUT" | "POST";
    readonly headers: Record<string, string>;
    readonly body: Uint8Array | null;
    readonly signal: AbortSignal;
  }): Promise<{
    readonly statusCode: number;
    readonly headers: MessageHeaders;
    readonly body: Readable;
  }>;
}

/**
 * Exchanges over a dispatcher of the npm package `undici`, which takes the least time of all on Node. The dispatcher
 * stays the caller's, as do its limits: of connections, of time, of proxies. One that repeats requests or follows
 * redirects breaks what `HttpClient` promises.
 *
 * @example
 * ```ts
 * import { Agent } from "undici";
 *
 * const agent = new Agent({ connections: 64 });
 * const client = new HttpClient("http://localhost:8080", { exchange: dispatcherExchange(agent) });
 * // When no client needs it any more:
 * await agent.close();
 * ```
 */
export function dispatcherExchange(dispatcher: Dispatcher): HttpExchange {
  const targetOf = remembered((url) => {
    const { origin, pathname, search } = new URL(url);
    return { origin, path: pathname + search };
  });
  return async ({ method, url, headers, body = null, cancellation }) => {
    const { origin, path } = targetOf(url);
    const { signal } = cancellation;
    const answer = await dispatcher.request({ origin, path, method, headers, body, signal });
    return messageReply(answer.statusCode, answer.headers, answer.body);
  };
}
