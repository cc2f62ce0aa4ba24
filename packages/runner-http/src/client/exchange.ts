import type { Cancellation } from "../cancellation.ts";
import { readStream } from "../bytes/read-stream.ts";

/** A request as an {@link HttpExchange} is to send it. */
export interface ExchangeRequest {
  readonly method: "GET" | "PUT" | "POST";
  readonly url: string;
  /** By names in lower case; the length is not among them. */
  readonly headers: Readonly<Record<string, string>>;
  /** Not to be changed, and read until the answer is there. */
  readonly body: Uint8Array | undefined;
  /** Ends the request, at any time until its answer is read. For an exchange to ask for its signal, or to hear of it. */
  readonly cancellation: Cancellation;
}

/** The head of an answer, and a way to read the rest. */
export interface ExchangeReply {
  /** 0 for a redirect that the platform hides. */
  readonly status: number;
  readonly contentType: string | undefined;
  /** Header of this name, for a client that may call again; without it, it does not. */
  readonly retryAfter?: string | undefined;
  /**
   * Reads the body, once. It must be called, to free the connection.
   *
   * @returns the bytes, or undefined as soon as there are more than `maxBytes`, after any decompression; without a promise
   *   if all is there already
   * @throws whatever the platform says, if the body does not arrive whole
   */
  readBody(maxBytes: number): Uint8Array | undefined | Promise<Uint8Array | undefined>;
}

/**
 * Sends a request and resolves with the head of its answer. It follows no redirects and repeats nothing.
 *
 * @throws whatever the platform says, if there is no answer
 */
export type HttpExchange = (request: ExchangeRequest) => Promise<ExchangeReply>;

/**
 * Exchanges over a `fetch` function; `HttpClient` uses the platform's unless told otherwise.
 *
 * @example
 * ```ts
 * const handler = createFetchHandler(runner, { allowAnyone: true });
 * const exchange = fetchExchange((url, init) => handler(new Request(url, init)));
 * const client = new HttpClient("http://nowhere.example", { exchange });
 * ```
 */
export function fetchExchange(fetch: typeof globalThis.fetch): HttpExchange {
  return async ({ method, url, headers, body, cancellation }) => {
    const response = await fetch(url, {
      method,
      headers,
      body: body === undefined ? null : (body as Uint8Array<ArrayBuffer>),
      redirect: "manual",
      signal: cancellation.signal,
    });
    return {
      status: response.status,
      contentType: response.headers.get("content-type") ?? undefined,
      retryAfter: response.headers.get("retry-after") ?? undefined,
      readBody: (maxBytes) => readStream(response.body, maxBytes),
    };
  };
}
