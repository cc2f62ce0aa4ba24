/**
 * Lutra runners over NATS: the exchange and the handler of the HTTP protocol as requests and replies on a subject.
 *
 * @module
 */
export { NatsClient, type NatsClientOptions } from "./client.ts";
export type { NatsConnection, NatsMessage, NatsSubscription } from "./connection.ts";
export { type NatsServer, type NatsServerOptions, serveNats } from "./server.ts";
