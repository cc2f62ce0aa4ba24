import {
  type CallOptions,
  ErrorCode,
  isRunnerError,
  type Program,
  Runner,
  RunnerError,
} from "@lutra/runner-core";
import { abortable, checkedLimit, createTurns, type Turns } from "@lutra/runner-core/transport";
import { baseUrl } from "./base-url.ts";
import type { Cancellation } from "../cancellation.ts";
import { type HeadersSource, type CallHeaders, headersOf } from "./client-headers.ts";
import { type ExchangeReply, fetchExchange, type HttpExchange } from "./exchange.ts";
import { noAnswer } from "./no-answer.ts";
import { OpenCalls } from "./open-calls.ts";
import { pause, retryDelay } from "./retry.ts";
import { type HashedProgram, hashedProgram } from "./hashed-program.ts";
import { joinRunBody, type Route, routePath, routeRules } from "../protocol/protocol.ts";
import { plainBytes } from "../bytes/plain-bytes.ts";
import { protocolError, readReply, textOf } from "./read-reply.ts";
import { parseJson, ProgramMissing } from "./reply-error.ts";

/** A program as servers know it. */
export interface HttpProgram extends HashedProgram {
  /** Allows calls to be repeated though they may have run. */
  readonly idempotent: boolean;
}

/** Options of an {@link HttpClient}. */
export interface HttpClientOptions {
  /** Headers of every request, such as `authorization`; a function is asked anew for each. */
  readonly headers?: HeadersSource | undefined;
  /**
   * Way in which requests are made: `fetchExchange(fetch)` for another `fetch`; on Node, for more speed,
   * `nodeExchange()` or `dispatcherExchange(agent)` of `./node`. It stays the caller's. @default the platform's `fetch`
   */
  readonly exchange?: HttpExchange | undefined;
  /**
   * Maximum number of requests that are made at a time; further calls wait for their turn. A server refuses what is
   * more than it works on at a time, which is as much by default. @default 64
   */
  readonly maxInFlight?: number | undefined;
  /**
   * Maximum number of times that a request is repeated after an error that says that nothing was executed: a refused
   * connection, a server with too much to do, a stream of HTTP/2 that was refused; and after a lost connection, if the
   * call is `idempotent` or executes nothing. It waits in between, for 0.1 s at first and twice as long each time, or
   * as long as the server says. 0 repeats nothing. @default 3
   */
  readonly maxRetries?: number | undefined;
  /** Size of the largest response, in bytes, after any decompression. @default 32 MiB */
  readonly maxResponseBytes?: number | undefined;
}

/**
 * A runner over HTTP. Stateless: a program is uploaded when a server says that it does not have it, so that every
 * call may reach another replica.
 *
 * `prepare` sends nothing; an invalid program is refused by the first `execute`. An abort ends the request, and with it
 * the call on the server. Nothing is repeated that may have run, unless the call says that it is `idempotent`. A
 * {@link LostCallError} says if the program may have run. Redirects are refused.
 *
 * @see docs/http.md
 *
 * @example
 * ```ts
 * await using runner = new HttpClient("http://localhost:8080", {
 *   headers: { authorization: `Bearer ${token}` },
 * });
 * ```
 */
export class HttpClient extends Runner<HttpProgram> {
  readonly #base: string;
  readonly #headers: () => CallHeaders | Promise<CallHeaders>;
  readonly #exchange: HttpExchange;
  readonly #maxResponseBytes: number;
  /** Uploads under way, by hash. */
  readonly #uploads = new Map<string, Promise<unknown>>();
  readonly #released = new WeakSet<HttpProgram>();
  readonly #calls = new OpenCalls();
  readonly #turns: Turns;
  readonly #maxRetries: number;
  /** Set once the server, or a balancer in front of it, has answered. */
  #isKnown = false;
  #closed: RunnerError | undefined;

  /**
   * @param url where the routes start, for example `https://example.com/lutra`; in a web page also relative to it
   * @throws TypeError for a URL that is not http or https, and for headers that HTTP does not allow
   * @throws RangeError for a limit that is not a whole number from 1, `maxRetries` from 0
   */
  constructor(url: string | URL, options: HttpClientOptions = {}) {
    super();
    this.#base = baseUrl(url);
    const { maxInFlight = 64, maxRetries = 3 } = options;
    const { maxResponseBytes = 32 * 1024 * 1024 } = options;
    this.#turns = createTurns(checkedLimit("maxInFlight", maxInFlight));
    this.#maxRetries = checkedLimit("maxRetries", maxRetries, { min: 0 });
    this.#maxResponseBytes = checkedLimit("maxResponseBytes", maxResponseBytes);
    this.#headers = headersOf(options.headers);
    // Looked up for each call, and called on its global: a browser's fetch insists.
    this.#exchange = options.exchange ?? fetchExchange((...args) => globalThis.fetch(...args));
  }

  override async prepare(program: Program, options?: CallOptions): Promise<HttpProgram> {
    this.#check(options?.signal);
    return { ...(await hashedProgram(program)), idempotent: options?.idempotent ?? false };
  }

  override async execute(
    prepared: HttpProgram,
    input: Uint8Array,
    options?: CallOptions,
  ): Promise<Uint8Array> {
    const { hash, program } = prepared;
    if (hash === undefined || this.#released.has(prepared)) {
      const message = `the program ${hash} was released, or not prepared by this client`;
      throw new RunnerError(message, { code: ErrorCode.PROGRAM_NOT_FOUND });
    }
    const isIdempotent = options?.idempotent ?? prepared.idempotent;
    const signal = options?.signal;
    const execute = (): Promise<Uint8Array> =>
      this.#call({ kind: "execute", hash }, input, signal, isIdempotent);
    try {
      return await execute();
    } catch (error) {
      if (!(error instanceof ProgramMissing)) throw error;
    }
    await abortable(this.#upload(hash, program), signal);
    try {
      return await execute();
    } catch (error) {
      if (!(error instanceof ProgramMissing)) throw error;
    }
    // The upload went to another replica than the call, and a second one might too. So let them travel together.
    const body = joinRunBody(program.bytes, input);
    return await this.#call({ kind: "run", hash }, body, signal, isIdempotent);
  }

  /** Makes the handle unusable. The server keeps the program until others displace it. */
  override async release(prepared: HttpProgram): Promise<void> {
    this.#released.add(prepared);
  }

  override async getInterface(): Promise<string> {
    return textOf(await this.#call({ kind: "interface" }));
  }

  override async getExternals(): Promise<readonly string[]> {
    const externals = parseJson(textOf(await this.#call({ kind: "externals" })));
    if (Array.isArray(externals) && externals.every((item) => typeof item === "string")) {
      return externals;
    }
    throw protocolError("expected a JSON array of strings from /externals");
  }

  /** Aborts the requests in flight, which fail with `CONNECTION_CLOSED`, as later calls do. */
  override async shutdown(): Promise<void> {
    this.#closed ??= new RunnerError("the client was shut down", {
      code: ErrorCode.CONNECTION_CLOSED,
    });
    this.#calls.cancelAll(this.#closed);
  }

  /** Uploads a program, once for all calls that found it missing meanwhile. So no caller's signal ends it. */
  #upload(hash: string, program: Program): Promise<unknown> {
    let upload = this.#uploads.get(hash);
    if (upload === undefined) {
      upload = this.#call({ kind: "program", hash }, program.bytes).finally(() =>
        this.#uploads.delete(hash),
      );
      this.#uploads.set(hash, upload);
    }
    return upload;
  }

  async #call(
    route: Route,
    bytes?: Uint8Array,
    signal?: AbortSignal,
    isIdempotent?: boolean,
  ): Promise<Uint8Array> {
    this.#check(signal);
    const what = route.kind === "execute" ? "input" : "program";
    const body = bytes === undefined ? undefined : plainBytes(bytes, what);
    const { cancellation, close } = this.#calls.open(signal);
    try {
      for (let retries = 0; ; retries++) {
        try {
          return await this.#requestInTurn(route, body, cancellation);
        } catch (error) {
          const delay = retryDelay(error, retries, isIdempotent);
          if (delay === undefined || retries === this.#maxRetries) throw error;
          await pause(delay, cancellation);
        }
      }
    } finally {
      close();
    }
  }

  async #requestInTurn(
    route: Route,
    body: Uint8Array | undefined,
    cancellation: Cancellation,
  ): Promise<Uint8Array> {
    const turn = this.#turns.take(cancellation);
    if (turn !== undefined) await turn;
    try {
      return await this.#request(route, body, cancellation);
    } finally {
      this.#turns.end();
    }
  }

  async #request(
    route: Route,
    body: Uint8Array | undefined,
    cancellation: Cancellation,
  ): Promise<Uint8Array> {
    const headers = await this.#headers();
    if (cancellation.isCancelled) throw cancellation.reason;
    let reply: ExchangeReply | undefined;
    try {
      reply = await this.#exchange({
        method: routeRules[route.kind].method,
        url: this.#base + routePath(route),
        headers: body === undefined ? headers.plain : headers.withBody,
        body,
        cancellation,
      });
      this.#isKnown = true;
      return await readReply(route.kind, reply, this.#maxResponseBytes);
    } catch (error) {
      if (cancellation.isCancelled) throw cancellation.reason;
      if (isRunnerError(error)) throw error;
      const progress = { isBegun: reply !== undefined, isKnown: this.#isKnown };
      throw noAnswer(route.kind, this.#base, error, progress);
    }
  }

  #check(signal: AbortSignal | undefined): void {
    signal?.throwIfAborted();
    if (this.#closed !== undefined) throw this.#closed;
  }
}
