/**
 * Runners over HTTP on `node:http`: serves them, and reaches them faster than `fetch` does.
 *
 * @module
 */
export { listen, type HttpListener, type ListenOptions } from "./node/listen.ts";
export { type NodeExchange, nodeExchange, type NodeExchangeOptions } from "./node/node-exchange.ts";
export { createNodeHandler, type NodeHandler } from "./node/node-handler.ts";
