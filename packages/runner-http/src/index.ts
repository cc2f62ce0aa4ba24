/**
 * Lutra runners over HTTP: a client on `fetch`, and a server as a function from `Request` to `Response`. The parts
 * without a platform are here for other edges; those for Node are in `./node`.
 *
 * @module
 */
export type { AccessOptions } from "./access.ts";
export type { AnsweredRequest } from "./answered-request.ts";
export { Cancellation } from "./cancellation.ts";
export { HttpClient, type HttpClientOptions, type HttpProgram } from "./client.ts";
export {
  type ExchangeReply,
  type ExchangeRequest,
  fetchExchange,
  type HttpExchange,
} from "./exchange.ts";
export { createFetchHandler, type FetchHandler } from "./fetch-handler.ts";
export { mediaType } from "./protocol.ts";
export { HttpServer } from "./server.ts";
export type { HttpServerOptions } from "./server-options.ts";
export type { RequestHead, ServerReply, ServerRequest } from "./server-request.ts";
export { sha256 } from "./sha256.ts";
