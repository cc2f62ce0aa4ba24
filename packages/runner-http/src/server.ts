import {
  ErrorCode,
  errorMessage,
  isRunnerError,
  type Program,
  programFromBytes,
  type Run,
  RunnerError,
} from "@lutra/runner-core";
import { Access, type AccessOptions } from "./access.ts";
import { deadline } from "./deadline.ts";
import { HttpFault } from "./http-fault.ts";
import { ProgramCache } from "./program-cache.ts";
import { mediaType, parseRoute, type Route, routeMethods } from "./protocol.ts";
import { BodyError, readBody } from "./read-body.ts";
import { Replies } from "./replies.ts";
import { sha256 } from "./sha256.ts";

/** Options of {@link createFetchHandler}. */
export interface FetchHandlerOptions extends AccessOptions {
  /** Path in front of every route, such as `/lutra`. @default "" */
  readonly basePath?: string | undefined;
  /** Size of the largest program or input, in bytes. @default 4 MiB */
  readonly maxBodyBytes?: number | undefined;
  /** How long a client may take to send a body, in milliseconds. @default 30000 */
  readonly bodyTimeoutMs?: number | undefined;
  /** How long one call of the runner may take, in milliseconds; then its signal is aborted. @default 60000 */
  readonly callTimeoutMs?: number | undefined;
  /** How many requests may be worked on at a time; more are answered with 503. @default 64 */
  readonly maxConcurrentRequests?: number | undefined;
  /** How many prepared programs are kept; the least recently used is released. @default 256 */
  readonly maxPrograms?: number | undefined;
}

/** Answers requests. Made by {@link createFetchHandler}. */
export interface FetchHandler {
  /** Answers one request; never rejects. */
  (request: Request): Promise<Response>;
  /** Refuses further requests and releases every program. The runner stays the caller's. */
  close(): Promise<void>;
}

/**
 * Serves a runner over HTTP, on any host that speaks `Request` and `Response`.
 *
 * A request whose client goes away (`request.signal`) aborts the call that it waits for.
 *
 * @throws TypeError unless the options say who may run programs: a program is code
 * @throws RangeError for a limit that is no positive number
 * @see docs/http.md
 *
 * @example
 * ```ts
 * const handler = createFetchHandler(runner, {
 *   authorize: (request) => request.headers.get("authorization") === `Bearer ${token}`,
 * });
 * const response = await handler(new Request("http://localhost/externals"));
 * response.status; // 401
 * ```
 */
export function createFetchHandler<Prepared>(
  runner: Run<Prepared>,
  options: FetchHandlerOptions,
): FetchHandler {
  const server = new Server(runner, options);
  return Object.assign((request: Request) => server.answer(request), {
    close: () => server.close(),
  });
}

class Server<Prepared> {
  readonly #runner: Run<Prepared>;
  readonly #access: Access;
  readonly #programs: ProgramCache<Prepared>;
  readonly #basePath: string;
  readonly #maxBodyBytes: number;
  readonly #bodyTimeoutMs: number;
  readonly #callTimeoutMs: number;
  readonly #maxConcurrentRequests: number;
  #requests = 0;
  #closed = false;

  constructor(runner: Run<Prepared>, options: FetchHandlerOptions) {
    this.#access = new Access(options);
    this.#runner = runner;
    this.#programs = new ProgramCache(runner, limit(options, "maxPrograms", 256));
    this.#basePath = (options.basePath ?? "").replace(/\/+$/, "");
    this.#maxBodyBytes = limit(options, "maxBodyBytes", 4 * 1024 * 1024);
    this.#bodyTimeoutMs = limit(options, "bodyTimeoutMs", 30_000);
    this.#callTimeoutMs = limit(options, "callTimeoutMs", 60_000);
    this.#maxConcurrentRequests = limit(options, "maxConcurrentRequests", 64);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#programs.clear();
  }

  async answer(request: Request): Promise<Response> {
    const replies = new Replies(this.#access.corsOrigin(request));
    try {
      const url = new URL(request.url);
      this.#access.checkPlace(request, url);
      const route = this.#route(url.pathname);
      const method = routeMethods[route.kind];
      if (request.method === "OPTIONS") return replies.options(method);
      if (request.method !== method) {
        throw new HttpFault(405, `${request.method} is not possible here`, {
          headers: { allow: `${method}, OPTIONS` },
        });
      }
      return await this.#countedTurn(() => this.#handle(request, route, replies));
    } catch (error) {
      return replies.failure(error);
    }
  }

  #route(path: string): Route {
    const route = path.startsWith(this.#basePath)
      ? parseRoute(path.slice(this.#basePath.length))
      : undefined;
    if (route === undefined) throw new HttpFault(404, `there is nothing at ${path}`);
    return route;
  }

  async #countedTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed || this.#requests >= this.#maxConcurrentRequests) {
      const why = this.#closed ? "the server is closing" : "the server has too much to do";
      throw new HttpFault(503, why, { headers: { "retry-after": "1" } });
    }
    this.#requests++;
    try {
      return await work();
    } finally {
      this.#requests--;
    }
  }

  async #handle(request: Request, route: Route, replies: Replies): Promise<Response> {
    await this.#access.checkCaller(request);
    switch (route.kind) {
      case "interface":
        this.#access.checkInterface();
        return replies.text(await this.#runner.getInterface());
      case "externals":
        return replies.json(200, await this.#runner.getExternals());
      case "program":
        this.#access.checkProgram(route.hash);
        return await this.#upload(route.hash, await this.#read(request), replies);
      case "execute":
        this.#access.checkProgram(route.hash);
        return await this.#execute(route.hash, request, replies);
    }
  }

  async #upload(hash: string, body: Uint8Array, replies: Replies): Promise<Response> {
    const actual = await sha256(body);
    if (actual !== hash) {
      const message = `the program's SHA-256 is ${actual}, the path says ${hash}`;
      throw new RunnerError(message, { code: ErrorCode.DECODE_ERROR });
    }
    const program = programOf(body);
    try {
      return replies.empty((await this.#programs.add(hash, program)) ? 201 : 204);
    } catch (error) {
      throw coded(error, ErrorCode.PREPARE_ERROR);
    }
  }

  async #execute(hash: string, request: Request, replies: Replies): Promise<Response> {
    const input = await this.#read(request);
    const late = new RunnerError(`the call took longer than ${this.#callTimeoutMs} ms`, {
      code: ErrorCode.TIMEOUT,
    });
    const { signal, stop } = deadline(request.signal, this.#callTimeoutMs, late);
    try {
      const output = await this.#programs.use(hash, (prepared) =>
        this.#runner.execute(prepared, input, { signal }),
      );
      if (output !== undefined) return replies.bytes(output);
    } catch (error) {
      throw coded(error, ErrorCode.EXECUTION_ERROR);
    } finally {
      stop();
    }
    throw new RunnerError(`the program ${hash} is not here: upload it first`, {
      code: ErrorCode.PROGRAM_NOT_FOUND,
    });
  }

  async #read(request: Request): Promise<Uint8Array> {
    checkMedia(request.headers);
    const late = new HttpFault(408, `the body took longer than ${this.#bodyTimeoutMs} ms`);
    const { signal, stop } = deadline(request.signal, this.#bodyTimeoutMs, late);
    try {
      return await readBody(request, this.#maxBodyBytes, signal);
    } catch (error) {
      if (signal.reason === late) throw late;
      if (!(error instanceof BodyError)) throw new HttpFault(400, "the body did not arrive whole");
      throw new HttpFault(413, `the body is larger than maxBodyBytes (${this.#maxBodyBytes})`, {
        code: ErrorCode.FRAME_TOO_LARGE,
      });
    } finally {
      stop();
    }
  }
}

/** Only our media type, which a web page cannot send without a preflight; and no encodings that could unfold. */
function checkMedia(headers: Headers): void {
  const type = headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== mediaType) throw new HttpFault(415, `the content-type must be ${mediaType}`);
  if ((headers.get("content-encoding") ?? "identity") !== "identity") {
    throw new HttpFault(415, "a content-encoding is not accepted: send the bytes as they are");
  }
}

function programOf(bytes: Uint8Array): Program {
  try {
    return programFromBytes(bytes);
  } catch (error) {
    throw new RunnerError((error as Error).message, { code: ErrorCode.DECODE_ERROR });
  }
}

/** The error with a code: its own, or the fallback. */
function coded(error: unknown, fallback: ErrorCode): unknown {
  if (isRunnerError(error) && error.code !== undefined) return error;
  const { display, code } = errorMessage(error, fallback);
  return new RunnerError(display, { code, cause: error });
}

function limit(
  options: FetchHandlerOptions,
  name:
    | "maxBodyBytes"
    | "bodyTimeoutMs"
    | "callTimeoutMs"
    | "maxConcurrentRequests"
    | "maxPrograms",
  fallback: number,
): number {
  const value = options[name] ?? fallback;
  if (!(value > 0)) throw new RangeError(`${name} must be above 0, got ${value}`);
  return value;
}
