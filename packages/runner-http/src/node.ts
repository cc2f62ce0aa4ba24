/**
 * Serves runners over HTTP on `node:http`.
 *
 * @module
 */
export { listen, type HttpListener, type ListenOptions } from "./node/listen.ts";
export { type NodeHandler, toNodeHandler } from "./node/node-handler.ts";
