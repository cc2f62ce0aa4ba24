import {
  type CallOptions,
  ErrorCode,
  isRunnerError,
  programFromBytes,
  type Run,
  RunnerError,
} from "@lutra/runner-core";
import {
  checkedExternals,
  checkedInterface,
  checkedOutput,
  checkedRunner,
} from "@lutra/runner-core/transport";
import { Access } from "./access.ts";
import { answeredRequest } from "./answered-request.ts";
import { coded } from "./coded.ts";
import { encodingOf } from "../protocol/content-encoding.ts";
import { HttpFault, isHttpFault } from "./http-fault.ts";
import { ProgramCache } from "./program-cache.ts";
import {
  essenceOf,
  mediaType,
  parseRoute,
  type Route,
  routeRules,
  splitRunBody,
} from "../protocol/protocol.ts";
import { bytesReply, emptyReply, failureReply, jsonReply, textReply, withCors } from "./replies.ts";
import { healthReply, isHealthCheck } from "./health.ts";
import { type HttpServerOptions, type Limits, limitsOf } from "./server-options.ts";
import type { ServerReply, ServerRequest } from "./server-request.ts";
import { sha256 } from "../bytes/sha256.ts";
import { timed } from "./timed.ts";

/**
 * Answers the requests of docs/http.md on a runner, without an edge: `createFetchHandler` and, on Node,
 * `createNodeHandler` put one around it. The runner stays the caller's.
 */
export class HttpServer<Prepared> {
  readonly #runner: Run<Prepared>;
  readonly #access: Access;
  readonly #limits: Readonly<Limits>;
  readonly #programs: ProgramCache<Prepared>;
  readonly #basePath: string;
  readonly #onAnswer: HttpServerOptions["onAnswer"];
  #requests = 0;
  #isReady = true;
  #closed = false;

  /**
   * @throws TypeError unless the options say who may run programs: a program is code; for a runner without `prepare`
   * @throws RangeError for a limit that is no positive number
   */
  constructor(runner: Run<Prepared>, options: HttpServerOptions) {
    this.#runner = checkedRunner(runner);
    this.#access = new Access(options);
    this.#limits = limitsOf(options);
    this.#programs = new ProgramCache(runner, this.#limits);
    this.#basePath = (options.basePath ?? "").replace(/\/+$/, "");
    this.#onAnswer = options.onAnswer;
  }

  /** Answers `/health` with 503 from now on, so that a balancer sends its requests elsewhere; goes on with all others. */
  drain(): void {
    this.#isReady = false;
  }

  /** Refuses further requests and releases every program, those in use as soon as their calls end. */
  async close(): Promise<void> {
    this.#isReady = false;
    this.#closed = true;
    await this.#programs.close();
  }

  /** Answers one request; never rejects. */
  async answer(request: ServerRequest): Promise<ServerReply> {
    const onAnswer = this.#onAnswer;
    if (onAnswer === undefined) return await this.#reply(request);
    const startedAt = performance.now();
    const reply = await this.#reply(request);
    try {
      onAnswer(answeredRequest(request, reply, startedAt));
    } catch {
      // A log that fails must not cost the answer.
    }
    return reply;
  }

  async #reply(request: ServerRequest): Promise<ServerReply> {
    const corsOrigin = this.#access.corsOrigin(request);
    const reply = await this.#answer(request, corsOrigin !== undefined).catch(failureReply);
    return corsOrigin === undefined ? reply : withCors(reply, corsOrigin);
  }

  async #answer(request: ServerRequest, isCors: boolean): Promise<ServerReply> {
    if (isHealthCheck(request, this.#basePath)) return healthReply(request, this.#isReady);
    this.#access.checkPlace(request);
    const route = this.#route(request.path);
    const { method } = routeRules[route.kind];
    const allow = `${method}, OPTIONS`;
    if (request.method === "OPTIONS") {
      return emptyReply(204, { allow, ...(isCors && preflight(request, method)) });
    }
    if (request.method !== method) {
      throw new HttpFault(405, `${request.method} is not possible here`, { headers: { allow } });
    }
    if (this.#closed || this.#requests >= this.#limits.maxInFlight) {
      const why = this.#closed ? "the server is closing" : "the server has too much to do";
      throw new HttpFault(503, why, { headers: { "retry-after": "1" } });
    }
    this.#requests++;
    try {
      if (this.#access.asksCaller) await this.#checkCaller(request);
      return await this.#handle(request, route);
    } finally {
      this.#requests--;
    }
  }

  #route(path: string): Route {
    const route = path.startsWith(this.#basePath)
      ? parseRoute(path.slice(this.#basePath.length))
      : undefined;
    if (route === undefined) throw new HttpFault(404, `there is nothing at ${path}`);
    return route;
  }

  async #handle(request: ServerRequest, route: Route): Promise<ServerReply> {
    switch (route.kind) {
      case "interface":
        this.#access.checkInterface();
        return textReply(await this.#call(request, () => this.#getInterface()));
      case "externals":
        return jsonReply(200, await this.#call(request, () => this.#getExternals()));
      case "program":
      case "execute":
      case "run":
        if (this.#access.hashing !== undefined) await this.#access.hashing;
        this.#access.checkProgram(route.hash);
        return await this.#handleProgram(request, route.kind, route.hash);
    }
  }

  async #handleProgram(
    request: ServerRequest,
    kind: "program" | "execute" | "run",
    hash: string,
  ): Promise<ServerReply> {
    const body = await this.#read(request);
    if (kind === "execute") return await this.#execute(request, hash, body);
    if (kind === "program") {
      return emptyReply((await this.#prepare(request, hash, body)) ? 201 : 204);
    }
    const parts = splitRunBody(body);
    if (parts === undefined) throw decodeError("the body ends before the program does");
    await this.#prepare(request, hash, parts.program);
    return await this.#execute(request, hash, parts.input);
  }

  /** Prepares a program unless it is there, and says whether it was new. */
  async #prepare(request: ServerRequest, hash: string, bytes: Uint8Array): Promise<boolean> {
    const actual = await sha256(bytes);
    if (actual !== hash) {
      throw decodeError(`the program's SHA-256 is ${actual}, the path says ${hash}`);
    }
    let program;
    try {
      program = programFromBytes(bytes);
    } catch (error) {
      throw decodeError((error as Error).message);
    }
    try {
      return await this.#call(request, () => this.#programs.add(hash, program));
    } catch (error) {
      throw coded(error, ErrorCode.PREPARE_ERROR);
    }
  }

  async #execute(request: ServerRequest, hash: string, input: Uint8Array): Promise<ServerReply> {
    const { cancellation } = request;
    const options: CallOptions = {
      get signal() {
        return cancellation.signal;
      },
    };
    const call = async (prepared: Prepared): Promise<Uint8Array> =>
      checkedOutput(await this.#runner.execute(prepared, input, options), input);
    const work = (): Promise<Uint8Array> =>
      this.#programs.use(hash, call) ?? this.#prepareListed(hash, call);
    try {
      return bytesReply(await this.#call(request, work));
    } catch (error) {
      throw coded(error, ErrorCode.EXECUTION_ERROR);
    }
  }

  /** Executes a program that this server may have by its list, though it is not prepared. */
  async #prepareListed(
    hash: string,
    call: (prepared: Prepared) => Promise<Uint8Array>,
  ): Promise<Uint8Array> {
    const program = await this.#access.findProgram(hash);
    if (program !== undefined) return await this.#programs.prepareAndUse(hash, program, call);
    throw new HttpFault(404, `the program ${hash} is not here: upload it first`, {
      code: ErrorCode.PROGRAM_NOT_FOUND,
    });
  }

  async #getInterface(): Promise<string> {
    return checkedInterface(await this.#runner.getInterface());
  }

  async #getExternals(): Promise<readonly string[]> {
    return checkedExternals(await this.#runner.getExternals());
  }

  async #checkCaller(request: ServerRequest): Promise<void> {
    const ms = this.#limits.authorizeTimeoutMs;
    const late = (): RunnerError =>
      new RunnerError(`authorizing took longer than ${ms} ms`, { code: ErrorCode.TIMEOUT });
    await timed(request.cancellation, ms, late, () => this.#access.checkCaller(request));
  }

  async #call<T>({ cancellation }: ServerRequest, work: () => Promise<T>): Promise<T> {
    const ms = this.#limits.callTimeoutMs;
    const late = (): RunnerError =>
      new RunnerError(`the call took longer than ${ms} ms`, { code: ErrorCode.TIMEOUT });
    return await timed(cancellation, ms, late, work);
  }

  async #read(request: ServerRequest): Promise<Uint8Array> {
    checkMedia(request);
    const { bodyTimeoutMs, maxBodyBytes } = this.#limits;
    const late = (): HttpFault =>
      new HttpFault(408, `the body took longer than ${bodyTimeoutMs} ms`);
    let body: Uint8Array | undefined;
    try {
      // Nothing would wait for the body, nor hear of what it fails with.
      if (request.cancellation.isCancelled) throw request.cancellation.reason;
      const reading = request.readBody(maxBodyBytes);
      body =
        reading instanceof Promise
          ? await timed(request.cancellation, bodyTimeoutMs, late, () => reading)
          : reading;
    } catch (error) {
      if (isHttpFault(error)) throw error;
      if (isRunnerError(error)) throw new HttpFault(500, error.message, { code: error.code });
      throw new HttpFault(400, "the body did not arrive whole");
    }
    if (body !== undefined) return body;
    throw new HttpFault(413, `the body is larger than maxBodyBytes (${maxBodyBytes})`, {
      code: ErrorCode.FRAME_TOO_LARGE,
    });
  }
}

/** Returns the headers that a web page of a listed origin asks for before it calls. */
function preflight(request: ServerRequest, method: string): Readonly<Record<string, string>> {
  return {
    "access-control-allow-methods": method,
    "access-control-allow-headers":
      request.header("access-control-request-headers") ?? "authorization, content-type",
    "access-control-max-age": "600",
  };
}

/**
 * Refuses all media types but ours, which a web page cannot send without a preflight, and encodings that could expand.
 */
function checkMedia(request: ServerRequest): void {
  if (essenceOf(request.header("content-type")) !== mediaType) {
    throw new HttpFault(415, `the content-type must be ${mediaType}`);
  }
  const encoding = encodingOf(request.header("content-encoding"));
  if (encoding !== undefined) {
    throw new HttpFault(
      415,
      `the content-encoding ${encoding} is not accepted: send the bytes as they are`,
    );
  }
}

function decodeError(message: string): RunnerError {
  return new RunnerError(message, { code: ErrorCode.DECODE_ERROR });
}
