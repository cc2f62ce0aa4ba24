import { ErrorCode, RunnerError } from "../error.ts";
import { checkedLimit } from "./limits.ts";
import type { RequestMessage, ResponseMessage } from "./messages.ts";
import { decodeOutput } from "../decode-output.ts";
import { bytesOfProgram } from "./checked-arguments.ts";
import { idAfter, type PendingCall, PendingCalls } from "./pending-calls.ts";
import type { InputOf } from "../input-of.ts";
import type { Program, TypedProgram } from "../program.ts";
import type { CallOptions, Run } from "../run.ts";

/** A client's handle of a program that the runner on the other side holds. */
export interface RemoteProgram {
  /** The id that names the program on this connection. */
  readonly programId: number;
  /** Memory that the program takes on the other side, in bytes; `undefined` if that was not told. */
  readonly memoryBytes: number | undefined;
}

/** Options of a {@link MessageClient}. */
export interface MessageClientOptions {
  /** The first request id; later ones count up and wrap to 0 after 2^32 - 1. @default 0 */
  readonly firstRequestId?: number | undefined;
}

/**
 * The client half of a connection: a runner whose calls travel as messages. Transports extend it with `send`
 * and `disconnect`, with `cancel` where the other side can be told of an abort, and hand it what arrives with `receive`
 * and the end of the connection with `close`.
 *
 * Any number of calls may be in flight; responses find their call by request id, in any order. Every call settles: with
 * its response, with the caller's abort, or, when the connection ends, with the error given to `close`.
 *
 * An abort ends the wait at once. What was sent is not taken back: the runner may still do the work; its late response
 * is dropped, and the request id is not used again before. A program whose prepare was aborted is released.
 */
export abstract class MessageClient implements Run<RemoteProgram> {
  readonly #pending: PendingCalls;
  readonly #programs = new Map<number, RemoteProgram>();
  #nextProgramId = 0;
  #closedBy: RunnerError | undefined;
  #shutdown: Promise<void> | undefined;

  constructor(options: MessageClientOptions = {}) {
    const { firstRequestId = 0 } = options;
    this.#pending = new PendingCalls(
      checkedLimit("firstRequestId", firstRequestId, { min: 0, max: 2 ** 32 - 1 }),
    );
  }

  /**
   * Sends one request. What it throws rejects the call that the request is for, and nothing else.
   *
   * @param options what the caller gave; the abort is listened for already, see {@link MessageClient.cancel}
   * @returns the response, where the protocol sends none for this request
   */
  protected abstract send(
    request: RequestMessage,
    options?: CallOptions,
  ): ResponseMessage | undefined;

  /** Tells the other side that no one waits for a request any more. Does nothing unless a transport can. */
  protected cancel(_id: number): void {}

  /** Closes the connection; called once, by `shutdown`, after every pending call was settled. */
  protected abstract disconnect(): Promise<void>;

  /** Hands over a response. One for an unknown request id is dropped. */
  protected receive(response: ResponseMessage): void {
    const call = this.#pending.remove(response.id);
    if (call === undefined) return;
    call.unlisten?.();
    const answers = response.kind === "error" ? response.request : response.kind;
    if (answers !== call.kind) {
      const message = `unexpected response kind: request ${response.id} was ${call.kind}, the response is for ${answers}`;
      call.reject(new RunnerError(message, { code: ErrorCode.PROTOCOL_ERROR }));
    } else if (response.kind === "error") {
      const { display, code, cause } = response.error;
      call.reject(new RunnerError(display, { code, cause }));
    } else {
      call.resolve(valueOf(response) as never);
    }
  }

  /**
   * Ends every pending call with this error, and every later one. The connection is the transport's to close. Only the
   * first call counts.
   */
  protected close(error: RunnerError): void {
    if (this.#closedBy !== undefined) return;
    this.#closedBy = error;
    this.#programs.clear();
    for (const call of this.#pending.removeAll()) {
      call.unlisten?.();
      call.reject(error);
    }
  }

  /** The error that ended the connection, or undefined while it is open. */
  protected get closedBy(): RunnerError | undefined {
    return this.#closedBy;
  }

  /** Number of requests that have no response yet, aborted ones included. */
  protected get pendingCount(): number {
    return this.#pending.count;
  }

  /** Does the same as {@link Run.run}, in one round trip: prepare, execute and release are sent together. */
  async run<I, O>(
    program: TypedProgram<I, O>,
    input: NoInfer<InputOf<I>>,
    options?: CallOptions,
  ): Promise<O> {
    const inputBytes = program.input.encode(input as I);
    // Bytes that are not there throw before an id is taken.
    void program.program.bytes;
    this.#assertOpen(options);
    const { programId } = this.#newProgram();
    const prepared = this.#prepare(programId, program.program, options);
    const executed = this.#execute(programId, inputBytes, options);
    const released = this.#release(programId);
    // The first error is the caller's answer; the others must not count as unhandled.
    executed.catch(() => {});
    released.catch(() => {});
    await prepared;
    const output = await executed;
    await released;
    return decodeOutput(program.output, output);
  }

  async prepare(program: Program, options?: CallOptions): Promise<RemoteProgram> {
    this.#assertOpen(options);
    const prepared = this.#newProgram();
    const { programId } = prepared;
    try {
      prepared.memoryBytes = await this.#prepare(programId, program, options);
    } catch (error) {
      // Only an abort needs it; where the prepare failed, releasing an unknown id does nothing.
      if (options?.signal?.aborted === true) {
        this.#release(programId).catch(() => {});
      } else {
        this.#programs.delete(programId);
      }
      throw error;
    }
    return prepared;
  }

  execute(prepared: RemoteProgram, input: Uint8Array, options?: CallOptions): Promise<Uint8Array> {
    const { programId } = prepared;
    if (this.#closedBy === undefined && this.#programs.get(programId) !== prepared) {
      const message = `Program ${programId} not prepared`;
      return Promise.reject(new RunnerError(message, { code: ErrorCode.PROGRAM_NOT_FOUND }));
    }
    return this.#execute(programId, input, options);
  }

  async release(prepared: RemoteProgram): Promise<void> {
    // When the connection ends, the other side releases everything.
    if (this.#programs.get(prepared.programId) !== prepared) return;
    await this.#release(prepared.programId);
  }

  getInterface(): Promise<string> {
    return this.#call({ kind: "getInterface", id: this.#pending.takeId() }, undefined);
  }

  getExternals(): Promise<readonly string[]> {
    return this.#call({ kind: "getExternals", id: this.#pending.takeId() }, undefined);
  }

  /** Closes the connection. Pending calls end with `CONNECTION_CLOSED`; the other side's runner goes on. */
  shutdown(): Promise<void> {
    if (this.#shutdown === undefined) {
      this.close(
        new RunnerError("the client was shut down", { code: ErrorCode.CONNECTION_CLOSED }),
      );
      this.#shutdown = this.disconnect();
    }
    return this.#shutdown;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.shutdown();
  }

  /** Resolves to the memory that the program takes, if the other side says it. */
  #prepare(
    programId: number,
    program: Program,
    options: CallOptions | undefined,
  ): Promise<number | undefined> {
    const bytes = bytesOfProgram(program);
    const id = this.#pending.takeId();
    return this.#call({ kind: "prepare", id, programId, program: bytes }, options);
  }

  #execute(
    programId: number,
    input: Uint8Array,
    options: CallOptions | undefined,
  ): Promise<Uint8Array> {
    return this.#call({ kind: "execute", id: this.#pending.takeId(), programId, input }, options);
  }

  /** Requests take effect in order, so the id is free as soon as its release is sent. */
  #release(programId: number): Promise<void> {
    this.#programs.delete(programId);
    return this.#call({ kind: "release", id: this.#pending.takeId(), programId }, undefined);
  }

  #call<T>(request: RequestMessage, options: CallOptions | undefined): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#assertOpen(options);
      const { id, kind } = request;
      const call: PendingCall = {
        id,
        kind,
        resolve,
        reject,
        unlisten: undefined,
      };
      this.#pending.add(call);
      if (options?.signal !== undefined) this.#listen(call, options.signal);
      let response: ResponseMessage | undefined;
      try {
        response = this.send(request, options);
      } catch (error) {
        this.#pending.remove(id);
        call.unlisten?.();
        throw error;
      }
      if (response !== undefined) this.receive(response);
    });
  }

  #listen(call: PendingCall, signal: AbortSignal): void {
    const onAbort = (): void => {
      // The response, when it comes, only frees the request id.
      call.reject(signal.reason);
      this.cancel(call.id);
    };
    signal.addEventListener("abort", onAbort, { once: true });
    call.unlisten = () => signal.removeEventListener("abort", onAbort);
  }

  #assertOpen(options: CallOptions | undefined): void {
    options?.signal?.throwIfAborted();
    if (this.#closedBy !== undefined) throw this.#closedBy;
  }

  #newProgram(): { -readonly [K in keyof RemoteProgram]: RemoteProgram[K] } {
    let programId = this.#nextProgramId;
    while (this.#programs.has(programId)) programId = idAfter(programId);
    this.#nextProgramId = idAfter(programId);
    const program = { programId, memoryBytes: undefined };
    this.#programs.set(programId, program);
    return program;
  }
}

function valueOf(response: Exclude<ResponseMessage, { kind: "error" }>): unknown {
  switch (response.kind) {
    case "execute":
      return response.output;
    case "getInterface":
      return response.source;
    case "getExternals":
      return response.externals;
    case "prepare":
      return response.memoryBytes;
    case "release":
      return undefined;
  }
}
