/**
 * Lutra runners over HTTP: a client on `fetch`, and a server as a function from `Request` to `Response`. The parts
 * without a platform are here for other edges; those for Node are in `./node`.
 *
 * @module
 */
export type { AccessOptions } from "./server/access.ts";
export type { AnsweredRequest } from "./server/answered-request.ts";
export { Cancellation } from "./cancellation.ts";
export { HttpClient, type HttpClientOptions, type HttpProgram } from "./client/client.ts";
export {
  type ExchangeReply,
  type ExchangeRequest,
  fetchExchange,
  type HttpExchange,
} from "./client/exchange.ts";
export { createFetchHandler, type FetchHandler } from "./server/fetch-handler.ts";
export { LostCallError } from "@lutra/runner-core";
export { mediaType } from "./protocol/protocol.ts";
export { HttpServer } from "./server/server.ts";
export type { HttpServerOptions } from "./server/server-options.ts";
export type { RequestHead, ServerReply, ServerRequest } from "./server/server-request.ts";
export { sha256 } from "./bytes/sha256.ts";
