import type { Cancellation } from "../cancellation.ts";

/** The head of a request; a `Request` is one. */
export type RequestHead = Pick<Request, "method" | "url" | "headers">;

/** A request as an edge hands it to an `HttpServer`: what both `Request` and Node's `IncomingMessage` can say cheaply. */
export interface ServerRequest {
  readonly method: string;
  /** The path of the target, without its query, as it was sent. */
  readonly path: string;
  /**
   * Host and port that the request is addressed to, by its `host` header, in lower case and without `:80`; empty if it
   * names none, undefined if what it names is no host.
   */
  readonly host: string | undefined;
  /** Returns a header by its name in lower case. */
  header(name: string): string | undefined;
  /** Returns the head that `authorize` sees, made when it is asked for. */
  head(): RequestHead;
  /**
   * Reads the body once. Memory grows with what arrives, whatever length was declared.
   *
   * @returns the bytes, or undefined as soon as there are more than `maxBytes`, or more were declared; without a promise
   *   if all is there already
   * @throws RunnerError for what the server's side did to the body; it is answered with 500
   * @throws whatever the platform says, if the body does not arrive whole or the request is cancelled
   */
  readBody(maxBytes: number): Uint8Array | undefined | Promise<Uint8Array | undefined>;
  /** Cancelled by the edge when the client goes away, by the server when time is over. */
  readonly cancellation: Cancellation;
}

/** The answer to a {@link ServerRequest}. */
export interface ServerReply {
  readonly status: number;
  /** By names in lower case; the edge adds the length. */
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes for the edge to send as they are. */
  readonly body: Uint8Array<ArrayBuffer> | string | undefined;
}
