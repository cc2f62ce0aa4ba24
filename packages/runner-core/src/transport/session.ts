import { ErrorCode, RunnerError } from "../error.ts";
import { checkedRunner } from "./checked-arguments.ts";
import { errorMessage } from "./error-message.ts";
import { linkedSignal } from "./linked-signal.ts";
import type {
  ErrorResponse,
  ExecuteRequest,
  PrepareRequest,
  RequestMessage,
  ResponseMessage,
} from "./messages.ts";
import { type Program, programFromBytes } from "../program.ts";
import type { CallOptions, Run } from "../run.ts";
import { ProgramBudget } from "./program-budget.ts";
import { checkedProgramLimits, type ProgramLimits } from "./program-limits.ts";
import { programMemory, statedMemory } from "./program-memory.ts";
import { checkedExternals, checkedInterface, checkedOutput } from "./runner-results.ts";
import { withUnlimitedListeners } from "./unlimited-listeners.ts";

/** Options of a {@link Session}. */
export interface SessionOptions extends ProgramLimits {
  /**
   * Keeps a failed prepare under its program id, so that each later execute responds with its error. Generation A of
   * the wire protocol needs this: a prepare itself has no response there. @default false
   */
  readonly keepsPrepareErrors?: boolean | undefined;
}

/** Takes the response to a request. */
type Respond = (response: ResponseMessage) => void;

/** A prepared program. */
interface Ready<Prepared> {
  readonly handle: Prepared;
  /** Memory that it is charged with, in bytes. */
  readonly memoryBytes: number;
}

/** A program id's entry: from the prepare request until nothing uses its handle any more. */
interface Entry<Prepared> {
  readonly outcome: Promise<Ready<Prepared>>;
  /** Set when `outcome` has settled well, so that calls need not wait a turn for it. */
  ready: Ready<Prepared> | undefined;
  calls: number;
  onIdle: (() => void) | undefined;
}

/**
 * The server half of one connection: turns each request into its response on a runner, and keeps the connection's
 * program ids. Every transport serves through it.
 *
 * Requests may overlap. They take effect in the order of the `dispatch` calls: an execute waits for the prepare before
 * it, a release for the executes before it; executes run side by side. A prepare takes over its program id at once: the
 * program that had it is released, whatever becomes of the new one.
 *
 * The runner is shared: closing the session releases its programs, and does not shut the runner down.
 *
 * @see docs/protocol.md, "Generation B"
 * @see docs/protocol.md, "What we do beyond the original"
 *
 * @example
 * ```ts
 * const session = new Session(runner);
 * await session.dispatch({ kind: "getExternals", id: 0 });
 * // { kind: "getExternals", id: 0, externals: ["repr:bytecode-lt", "std::fs"] }
 * await session.close();
 * ```
 */
export class Session<Prepared = unknown> {
  readonly #runner: Run<Prepared>;
  readonly #maxPrograms: number;
  readonly #budgets: readonly ProgramBudget[];
  readonly #keepsPrepareErrors: boolean;
  readonly #entries = new Map<number, Entry<Prepared>>();
  readonly #retirements = new Set<Promise<void>>();
  readonly #disconnect = new AbortController();
  readonly #options: CallOptions = {
    signal: withUnlimitedListeners(this.#disconnect.signal),
  };
  #closed: Promise<void> | undefined;

  constructor(runner: Run<Prepared>, options: SessionOptions = {}) {
    const { maxPrograms, maxProgramBytes, programBudget } = checkedProgramLimits(options);
    this.#runner = checkedRunner(runner);
    this.#maxPrograms = maxPrograms;
    const own = { option: "maxProgramBytes", owner: "this connection" };
    this.#budgets = [
      new ProgramBudget(maxProgramBytes, own),
      ...(programBudget === undefined ? [] : [programBudget]),
    ];
    this.#keepsPrepareErrors = options.keepsPrepareErrors ?? false;
  }

  /**
   * Carries out one request and resolves with its response. Never rejects: every failure is in the response.
   *
   * Errors without a code get `PREPARE_ERROR` or `EXECUTION_ERROR`; an execute of an unknown id `PROGRAM_NOT_FOUND`; a
   * program that is no program `DECODE_ERROR`; a prepare above `maxPrograms` or `maxProgramBytes` `LIMIT_EXCEEDED`; anything after
   * {@link Session.close} `CONNECTION_CLOSED`. Releasing an unknown id succeeds.
   *
   * @param options a signal that aborts this call, besides the session's own end
   */
  dispatch(request: RequestMessage, options?: CallOptions): Promise<ResponseMessage> {
    return new Promise((resolve) => this.handle(request, resolve, options));
  }

  /**
   * Does the same as {@link Session.dispatch}, for servers with many calls in flight: no promise is made for a
   * response.
   *
   * @param respond gets the response, once, never before `handle` has returned; it must not throw
   */
  handle(request: RequestMessage, respond: Respond, options?: CallOptions): void {
    if (this.#closed !== undefined) {
      const message = "the connection is closed";
      const error = new RunnerError(message, { code: ErrorCode.CONNECTION_CLOSED });
      queueMicrotask(() => respond(failure(request, error)));
    } else if (options?.signal === undefined) {
      this.#start(request, respond, this.#options);
    } else {
      const { signal, unlink } = linkedSignal([this.#disconnect.signal, options.signal]);
      const respondUnlinked = (response: ResponseMessage): void => {
        unlink();
        respond(response);
      };
      this.#start(request, respondUnlinked, { signal });
    }
  }

  #start(request: RequestMessage, respond: Respond, options: CallOptions): void {
    if (request.kind === "execute") {
      this.#execute(request, respond, options);
    } else {
      this.#responseTo(request, options).then(respond, (error: unknown) =>
        respond(failure(request, error)),
      );
    }
  }

  /** Returns the response of a call that succeeds; rejects with the reason otherwise. */
  async #responseTo(
    request: Exclude<RequestMessage, ExecuteRequest>,
    options: CallOptions,
  ): Promise<ResponseMessage> {
    const { kind, id } = request;
    switch (kind) {
      case "prepare":
        return { kind, id, ...(await this.#prepare(request, options)) };
      case "release":
        await this.#release(request.programId);
        return { kind, id };
      case "getInterface":
        return { kind, id, source: checkedInterface(await this.#runner.getInterface()) };
      case "getExternals":
        return { kind, id, externals: checkedExternals(await this.#runner.getExternals()) };
    }
  }

  /**
   * Ends the session: aborts the calls in flight with code `CONNECTION_CLOSED` and releases every program, each as soon
   * as its calls have settled. Resolves when all of that is done; never rejects. A second call returns the same promise.
   */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#disconnect.abort(
      new RunnerError("the connection was closed", { code: ErrorCode.CONNECTION_CLOSED }),
    );
    for (const id of this.#entries.keys()) this.#release(id).catch(() => {});
    await Promise.allSettled(this.#retirements);
  }

  /** Prepares a program; returns the memory that its handle says it takes, if it does. */
  async #prepare(
    { programId, program }: PrepareRequest,
    options: CallOptions,
  ): Promise<{ readonly memoryBytes?: number }> {
    if (!this.#entries.has(programId) && this.#entries.size >= this.#maxPrograms) {
      const message = `this connection holds ${this.#entries.size} programs, as many as maxPrograms allows: release some first`;
      throw new RunnerError(message, { code: ErrorCode.LIMIT_EXCEEDED });
    }
    const replaced = this.#release(programId).catch(() => {});
    const outcome = this.#prepared(program, options);
    const entry: Entry<Prepared> = { outcome, ready: undefined, calls: 0, onIdle: undefined };
    this.#entries.set(programId, entry);
    try {
      entry.ready = await outcome;
    } catch (error) {
      if (!this.#keepsPrepareErrors && this.#entries.get(programId) === entry) {
        this.#entries.delete(programId);
      }
      throw error;
    }
    await replaced;
    const memoryBytes = statedMemory(entry.ready.handle);
    return memoryBytes === undefined ? {} : { memoryBytes };
  }

  async #prepared(program: Uint8Array, options: CallOptions): Promise<Ready<Prepared>> {
    const handle = await this.#runner.prepare(programOf(program), options);
    const memoryBytes = programMemory(handle, program.length);
    const counted: ProgramBudget[] = [];
    try {
      for (const budget of this.#budgets) {
        budget.add(memoryBytes);
        counted.push(budget);
      }
    } catch (error) {
      for (const budget of counted) budget.remove(memoryBytes);
      await this.#runner.release(handle);
      throw error;
    }
    return { handle, memoryBytes };
  }

  #execute(request: ExecuteRequest, respond: Respond, options: CallOptions): void {
    const { input } = request;
    const entry = this.#entries.get(request.programId);
    if (entry === undefined) {
      queueMicrotask(() => respond(failure(request, notPrepared(request))));
      return;
    }
    entry.calls++;
    let output: Promise<unknown>;
    try {
      // Authors of runners may return something else than a promise, or throw before they return one.
      output = Promise.resolve(
        entry.ready === undefined
          ? this.#executeLater(entry, request, options)
          : this.#runner.execute(entry.ready.handle, input, options),
      );
    } catch (error) {
      output = Promise.reject(error as Error);
    }
    // Not the promise's own `then`, which an author may have replaced by one that calls back twice.
    void Promise.prototype.then.call(
      output,
      (bytes) => {
        this.#settled(entry);
        respond(outputResponse(request, bytes));
      },
      (error: unknown) => {
        this.#settled(entry);
        respond(failure(request, error));
      },
    );
  }

  /** Executes after the program is prepared, as the request came before that. */
  async #executeLater(
    entry: Entry<Prepared>,
    request: ExecuteRequest,
    options: CallOptions,
  ): Promise<Uint8Array> {
    let handle: Prepared;
    try {
      ({ handle } = await entry.outcome);
    } catch (error) {
      if (!this.#keepsPrepareErrors) throw notPrepared(request);
      const { display, code } = errorMessage(error, ErrorCode.PREPARE_ERROR);
      throw new RunnerError(display, { code, cause: error });
    }
    return this.#runner.execute(handle, request.input, options);
  }

  #settled(entry: Entry<Prepared>): void {
    if (--entry.calls === 0) entry.onIdle?.();
  }

  /** Frees a program id now, and releases its handle once the calls before have settled. */
  #release(programId: number): Promise<void> {
    const entry = this.#entries.get(programId);
    if (entry === undefined) return Promise.resolve();
    this.#entries.delete(programId);
    const retirement = this.#retire(entry).finally(() => this.#retirements.delete(retirement));
    this.#retirements.add(retirement);
    return retirement;
  }

  async #retire(entry: Entry<Prepared>): Promise<void> {
    if (entry.calls > 0) await new Promise<void>((resolve) => (entry.onIdle = resolve));
    let ready: Ready<Prepared>;
    try {
      ready = await entry.outcome;
    } catch {
      return; // Nothing was prepared: nothing to release.
    }
    for (const budget of this.#budgets) budget.remove(ready.memoryBytes);
    await this.#runner.release(ready.handle);
  }
}

function outputResponse(request: ExecuteRequest, output: unknown): ResponseMessage {
  const { kind, id, input } = request;
  try {
    return { kind, id, output: checkedOutput(output, input) };
  } catch (error) {
    return failure(request, error);
  }
}

function programOf(bytes: Uint8Array): Program {
  try {
    return programFromBytes(bytes);
  } catch (error) {
    const { message } = error as Error;
    throw new RunnerError(message, { code: ErrorCode.DECODE_ERROR, cause: error });
  }
}

function notPrepared(request: ExecuteRequest): RunnerError {
  const message = `Program ${request.programId} not prepared`;
  return new RunnerError(message, { code: ErrorCode.PROGRAM_NOT_FOUND });
}

function failure(request: RequestMessage, error: unknown): ErrorResponse {
  const fallback =
    request.kind === "prepare"
      ? ErrorCode.PREPARE_ERROR
      : request.kind === "execute"
        ? ErrorCode.EXECUTION_ERROR
        : undefined;
  return {
    kind: "error",
    id: request.id,
    request: request.kind,
    error: errorMessage(error, fallback),
  };
}
