import {
  type CallOptions,
  ErrorCode,
  isRunnerError,
  type Program,
  Runner,
  RunnerError,
} from "@lutra/runner-core";
import { OpenCalls } from "./open-calls.ts";
import { mediaType, type Route, routeMethods, routePath } from "./protocol.ts";
import { BodyError, readBody } from "./read-body.ts";
import { sha256, unshared } from "./sha256.ts";

/** A program as servers know it. */
export interface HttpProgram {
  /** SHA-256 of the program, in hexadecimal. */
  readonly hash: string;
  readonly program: Program;
}

/** Options of an {@link HttpClient}. */
export interface HttpClientOptions {
  /** Headers of every request, such as `authorization`; a function is asked anew for each. */
  readonly headers?: HeadersInit | (() => HeadersInit | Promise<HeadersInit>) | undefined;
  /** How requests are made. @default the platform's `fetch` */
  readonly fetch?: typeof fetch | undefined;
  /** Size of the largest response, in bytes, after any decompression. @default 32 MiB */
  readonly maxResponseBytes?: number | undefined;
}

/**
 * Rounds of uploads before a call gives up. A balancer may send the upload to one replica and the call after it to the
 * next, which asks again; if two replicas take turns, for ever. So each round uploads twice as often as the one before:
 * 1, 2, 4, 8, 16 reach every one of sixteen replicas that take turns.
 */
const maxUploadRounds = 5;

/** How much of an error page is worth showing. */
const maxErrorBytes = 64 * 1024;

/**
 * A runner behind HTTP. Stateless: a program is uploaded when a server answers that it does not have it, so that every
 * call may reach another replica.
 *
 * `prepare` sends nothing; an invalid program is refused by the first `execute`. An abort ends the request, and with it
 * the call on the server. There are no hidden retries but those after an upload. Redirects are refused.
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
  readonly #headers: HttpClientOptions["headers"];
  readonly #fetch: typeof fetch;
  readonly #maxResponseBytes: number;
  readonly #uploads = new Map<string, Promise<void>>();
  readonly #released = new WeakSet<HttpProgram>();
  readonly #calls = new OpenCalls();
  #shutdown: RunnerError | undefined;

  /**
   * @param url where the routes start, for example `https://example.com/lutra`
   * @throws TypeError for a URL that is not http or https
   */
  constructor(url: string | URL, options: HttpClientOptions = {}) {
    super();
    const { protocol, origin, pathname } = new URL(url);
    if (protocol !== "http:" && protocol !== "https:") {
      throw new TypeError(`expected an http or https URL, got ${protocol}`);
    }
    this.#base = origin + pathname.replace(/\/+$/, "");
    this.#headers = options.headers;
    // Detached from its global, a browser's fetch refuses to be called.
    this.#fetch = options.fetch ?? ((...args) => globalThis.fetch(...args));
    this.#maxResponseBytes = options.maxResponseBytes ?? 32 * 1024 * 1024;
  }

  override async prepare(program: Program, options?: CallOptions): Promise<HttpProgram> {
    this.#check(options?.signal);
    return { hash: await sha256(program.bytes), program };
  }

  override async execute(
    prepared: HttpProgram,
    input: Uint8Array,
    options?: CallOptions,
  ): Promise<Uint8Array> {
    const { hash, program } = prepared;
    if (this.#released.has(prepared)) {
      const message = `the program ${hash} was released`;
      throw new RunnerError(message, { code: ErrorCode.PROGRAM_NOT_FOUND });
    }
    for (let round = 0; ; round++) {
      try {
        return await this.#call({ kind: "execute", hash }, input, options);
      } catch (error) {
        const isMissing = isRunnerError(error) && error.code === ErrorCode.PROGRAM_NOT_FOUND;
        if (!isMissing || round === maxUploadRounds) throw error;
      }
      await this.#upload(hash, program, 2 ** round, options);
    }
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
    this.#shutdown ??= new RunnerError("the client was shut down", {
      code: ErrorCode.CONNECTION_CLOSED,
    });
    this.#calls.abortAll(this.#shutdown);
  }

  /** Uploads a program, for all calls together that found it missing meanwhile. */
  async #upload(
    hash: string,
    program: Program,
    times: number,
    options?: CallOptions,
  ): Promise<void> {
    let upload = this.#uploads.get(hash);
    if (upload === undefined) {
      // Without the caller's signal: others may wait for the same upload.
      const requests = Array.from({ length: times }, () =>
        this.#call({ kind: "program", hash }, program.bytes),
      );
      upload = Promise.all(requests)
        .then(() => {})
        .finally(() => this.#uploads.delete(hash));
      this.#uploads.set(hash, upload);
    }
    await abortable(upload, options?.signal);
  }

  async #call(route: Route, body?: Uint8Array, options?: CallOptions): Promise<Uint8Array> {
    this.#check(options?.signal);
    const { signal, close } = this.#calls.open(options?.signal);
    try {
      const headers = new Headers(
        typeof this.#headers === "function" ? await this.#headers() : this.#headers,
      );
      if (body !== undefined) headers.set("content-type", mediaType);
      const response = await this.#fetch(this.#base + routePath(route), {
        method: routeMethods[route.kind],
        headers,
        body: body === undefined ? null : unshared(body),
        redirect: "error",
        signal,
      });
      return await this.#read(response, route, signal);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (isRunnerError(error)) throw error;
      throw new RunnerError(`no answer from ${this.#base}: ${reasonOf(error)}`, {
        code: ErrorCode.CONNECTION_CLOSED,
        cause: error,
      });
    } finally {
      close();
    }
  }

  async #read(response: Response, route: Route, signal: AbortSignal): Promise<Uint8Array> {
    if (!response.ok) throw await errorOf(response, signal);
    const type = response.headers.get("content-type")?.split(";")[0];
    if (route.kind === "execute" && type !== mediaType) {
      await response.body?.cancel();
      throw protocolError(`expected ${mediaType}, got ${type ?? "no content-type"}`);
    }
    try {
      return await readBody(response, this.#maxResponseBytes, signal);
    } catch (error) {
      if (!(error instanceof BodyError) || error.fault !== "too large") throw error;
      throw new RunnerError(
        `the response is larger than maxResponseBytes (${this.#maxResponseBytes})`,
        { code: ErrorCode.FRAME_TOO_LARGE },
      );
    }
  }

  #check(signal: AbortSignal | undefined): void {
    signal?.throwIfAborted();
    if (this.#shutdown !== undefined) throw this.#shutdown;
  }
}

/** The error that a response describes; one that is none of ours, such as a proxy's page, is named by its status. */
async function errorOf(response: Response, signal: AbortSignal): Promise<RunnerError> {
  let text = "";
  try {
    text = textOf(await readBody(response, maxErrorBytes, signal));
  } catch {
    // The status says enough.
  }
  const body = parseJson(text);
  if (typeof body === "object" && body !== null && "display" in body) {
    const code = "code" in body && typeof body.code === "string" ? body.code : undefined;
    return new RunnerError(String(body.display), { code: code ?? codeOfStatus(response.status) });
  }
  const excerpt = text === "" ? "" : `: ${JSON.stringify(text.slice(0, 64))}`;
  return new RunnerError(`HTTP status ${response.status}${excerpt}`, {
    code: codeOfStatus(response.status),
  });
}

/** Statuses that servers in between answer with on their own. */
function codeOfStatus(status: number): ErrorCode {
  switch (status) {
    case 413:
      return ErrorCode.FRAME_TOO_LARGE;
    case 408:
    case 504:
      return ErrorCode.TIMEOUT;
    case 502:
    case 503:
      return ErrorCode.CONNECTION_CLOSED;
    default:
      return ErrorCode.PROTOCOL_ERROR;
  }
}

function protocolError(message: string): RunnerError {
  return new RunnerError(message, { code: ErrorCode.PROTOCOL_ERROR });
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Node's fetch says what happened in the cause only. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

async function abortable<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return await work;
  signal.throwIfAborted();
  return await new Promise<T>((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
