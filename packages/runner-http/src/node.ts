/**
 * Runners over HTTP on Node: serves them on `node:http`, and reaches them faster than `fetch` does.
 *
 * @module
 */
export { type Dispatcher, dispatcherExchange } from "./node/dispatcher-exchange.ts";
export type { DrainOptions, HttpListener } from "./node/http-listener.ts";
export { listen, type ListenOptions } from "./node/listen.ts";
export { type NodeExchange, nodeExchange, type NodeExchangeOptions } from "./node/node-exchange.ts";
export { createNodeHandler, type NodeHandler } from "./node/node-handler.ts";
