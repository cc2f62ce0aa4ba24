/**
 * Lutra runners in the same thread or in a worker: typed messages, transferred buffers.
 *
 * @module
 */
export { type Channel, createChannel } from "./channel.ts";
export { connectPort, type PortClientOptions, PortClient } from "./client.ts";
export { type PortConnection, servePort, type PortServerOptions } from "./server.ts";
// A module that serves a worker needs no other import.
export { type PortLike, workerPort } from "@lutra/runner-core/transport";
