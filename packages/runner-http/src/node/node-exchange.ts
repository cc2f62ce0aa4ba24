import { Agent as HttpAgent, type IncomingMessage, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { urlToHttpOptions } from "node:url";
import { checkedLimit } from "@lutra/runner-core/transport";
import type { HttpExchange } from "@lutra/runner-http";
import { messageReply } from "./message-reply.ts";
import { remembered } from "../remembered.ts";

/** Options of {@link nodeExchange}. */
export interface NodeExchangeOptions {
  /** Maximum number of connections to one host that are open at a time; further requests wait for one. @default 64 */
  readonly maxConnections?: number | undefined;
}

/** Exchanges over connections that are kept. */
export interface NodeExchange extends HttpExchange, Disposable {
  /** Ends all connections, and with them the requests in flight. */
  close(): void;
}

/** Below the five seconds after which Node's servers end an idle connection: a request must not meet the end. */
const idleMs = 4000;

/**
 * Exchanges over `node:http` and `node:https` with connections that are kept, which takes about half the time that
 * `fetch` takes. Idle connections end after four seconds, and do not keep the process alive.
 *
 * @throws RangeError unless `maxConnections` is a whole number from 1
 *
 * @example
 * ```ts
 * using exchange = nodeExchange();
 * await using client = new HttpClient("http://localhost:8080", { exchange });
 * ```
 */
export function nodeExchange({ maxConnections = 64 }: NodeExchangeOptions = {}): NodeExchange {
  checkedLimit("maxConnections", maxConnections);
  const agentOptions = { keepAlive: true, maxSockets: maxConnections, timeout: idleMs };
  const httpAgent = guarded(new HttpAgent(agentOptions));
  const httpsAgent = guarded(new HttpsAgent(agentOptions));
  const targetOf = remembered((url) => {
    const isSecure = url.startsWith("https:");
    const { hostname, port, path } = urlToHttpOptions(new URL(url));
    return {
      send: isSecure ? httpsRequest : httpRequest,
      // No more than is needed: node:http copies all of it several times.
      host: hostname,
      port,
      path,
      agent: isSecure ? httpsAgent : httpAgent,
    };
  });
  const exchange: HttpExchange = async ({ method, url, headers, body, cancellation }) => {
    if (cancellation.isCancelled) throw cancellation.reason;
    const { send, host, port, path, agent } = targetOf(url);
    const outgoing = send({
      host,
      port,
      path,
      agent,
      method,
      headers: body === undefined ? headers : { ...headers, "content-length": body.length },
    });
    cancellation.onCancel = (reason) => void outgoing.destroy(reason as Error);
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      outgoing.on("response", resolve);
      outgoing.on("error", reject);
      outgoing.end(body);
    });
    response.once("end", () => {
      // The answer came early. The rest of the request may never be read, and would keep its connection busy.
      if (!outgoing.writableFinished) outgoing.destroy();
    });
    return messageReply(response.statusCode ?? 0, response.headers, response);
  };
  const close = (): void => {
    httpAgent.destroy();
    httpsAgent.destroy();
  };
  return Object.assign(exchange, { close, [Symbol.dispose]: close });
}

/** Watches the connections of an agent at the times when no request does. */
function guarded<A extends HttpAgent>(agent: A): A {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (...args) => {
    const socket = connect(...args);
    // A server may close while a request is still written after its answer; unheard, that would end the process.
    socket?.on("error", () => {});
    return socket;
  };
  return agent;
}
