/**
 * Lutra runners in the same thread or in a worker: typed messages, transferred buffers.
 *
 * @module
 */
export { type Channel, createChannel } from "./channel.ts";
export { connectPort, type ConnectPortOptions, PortClient } from "./client.ts";
export type { PortLike } from "./port.ts";
export { type PortConnection, servePort, type ServePortOptions } from "./server.ts";
export { workerPort } from "./worker-port.ts";
