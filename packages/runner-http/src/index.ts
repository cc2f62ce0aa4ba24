/**
 * Lutra runners over HTTP: a client on `fetch`, and a server as a function from `Request` to `Response`.
 *
 * @module
 */
export type { AccessOptions } from "./access.ts";
export { HttpClient, type HttpClientOptions, type HttpProgram } from "./client.ts";
export { mediaType } from "./protocol.ts";
export { createFetchHandler, type FetchHandler, type FetchHandlerOptions } from "./server.ts";
export { sha256 } from "./sha256.ts";
