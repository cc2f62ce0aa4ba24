import { type CallOptions, ErrorCode, type Run, RunnerError } from "@lutra/runner-core";
import {
  checkedRunner,
  errorMessage,
  type RequestMessage,
  type ResponseMessage,
  Session,
} from "@lutra/runner-core/transport";
import { encodeError } from "./error-body.ts";
import type { ReplyStatus } from "./mailbox.ts";
import type { MailboxRequest, ServerMailbox } from "./server-mailbox.ts";

/** Outcome of a request: the bytes of the reply. */
export interface Reply {
  readonly status: ReplyStatus;
  readonly bytes: Uint8Array;
}

const nothing: Reply = { status: "done", bytes: new Uint8Array() };

/** Id of every request: one goes at a time, so nothing tells them apart. */
const id = 0;

/** Ids of prepared programs count up from 0; this one is used within a call only. */
const runProgramId = 2 ** 32 - 1;

/** Makes replies of requests, by a runner. */
export class RequestHandler {
  readonly #runner: Run;
  readonly #session: Session;
  readonly #sharedInput: boolean;
  #rest: Reply | undefined;

  /** @param currentSignal aborts the call that is being made */
  constructor(runner: Run, currentSignal: () => AbortSignal, sharedInput: boolean) {
    this.#runner = checkedRunner(runner);
    // The caller is the worker's own: what it prepares is bounded by what it releases.
    this.#session = new Session(abortable(runner, currentSignal), {
      maxPrograms: Number.MAX_SAFE_INTEGER,
      maxProgramBytes: Number.MAX_SAFE_INTEGER,
    });
    this.#sharedInput = sharedInput;
  }

  /** Returns the reply to a request that was taken from a mailbox. Never rejects. */
  async reply(mailbox: ServerMailbox, request: MailboxRequest): Promise<Reply> {
    const rest = this.#rest;
    this.#rest = undefined;
    try {
      if (request.kind === "rest" && rest !== undefined) return rest;
      return await this.#reply(mailbox, request);
    } catch (error) {
      return failed(error);
    }
  }

  /** Keeps a reply that the mailbox has no room for, until the next request. */
  keep(reply: Reply): void {
    this.#rest = reply;
  }

  /** Releases all programs and shuts the runner down. */
  async shutDown(): Promise<void> {
    await this.#session.close();
    await this.#runner.shutdown();
  }

  #reply(mailbox: ServerMailbox, { kind, argument, length }: MailboxRequest): Promise<Reply> {
    switch (kind) {
      case "prepare": {
        const program = mailbox.data.slice(0, length);
        return this.#dispatch({ kind, id, programId: argument, program });
      }
      case "execute": {
        const input = this.#input(mailbox, 0, length);
        return this.#dispatch({ kind, id, programId: argument, input });
      }
      case "release":
        return this.#dispatch({ kind, id, programId: argument });
      case "getInterface":
      case "getExternals":
        return this.#dispatch({ kind, id });
      case "run":
        return this.#run(mailbox.data.slice(0, argument), this.#input(mailbox, argument, length));
      case "shutdown":
        return this.shutDown().then(() => nothing);
      case "rest":
        return Promise.resolve(nothing);
      case undefined:
        throw new RunnerError("a request of no known kind", { code: ErrorCode.PROTOCOL_ERROR });
    }
  }

  #input(mailbox: ServerMailbox, start: number, end: number): Uint8Array {
    return this.#sharedInput ? mailbox.data.subarray(start, end) : mailbox.input(start, end);
  }

  #dispatch(request: RequestMessage): Promise<Reply> {
    return this.#session.dispatch(request).then(replyOf);
  }

  async #run(program: Uint8Array, input: Uint8Array): Promise<Reply> {
    const programId = runProgramId;
    const replies = await Promise.all([
      this.#dispatch({ kind: "prepare", id, programId, program }),
      this.#dispatch({ kind: "execute", id, programId, input }),
      this.#dispatch({ kind: "release", id, programId }),
    ]);
    return replies.find(({ status }) => status === "failed") ?? replies[1];
  }
}

/** Wraps a runner so that each call ends with the signal that is current when the call is made. */
function abortable(runner: Run, currentSignal: () => AbortSignal): Run {
  const options = (): CallOptions => ({ signal: currentSignal() });
  return {
    run: (program, input) => runner.run(program, input, options()),
    prepare: (program) => runner.prepare(program, options()),
    execute: (prepared, input) => runner.execute(prepared, input, options()),
    release: (prepared) => runner.release(prepared),
    getInterface: () => runner.getInterface(),
    getExternals: () => runner.getExternals(),
    shutdown: () => runner.shutdown(),
    [Symbol.asyncDispose]: () => runner.shutdown(),
  };
}

/** Makes the reply that tells of an error. */
export function failed(error: unknown): Reply {
  return { status: "failed", bytes: encodeError(errorMessage(error)) };
}

function replyOf(response: ResponseMessage): Reply {
  switch (response.kind) {
    case "execute":
      return { status: "done", bytes: response.output };
    case "prepare":
    case "release":
      return nothing;
    case "getInterface":
      return { status: "done", bytes: new TextEncoder().encode(response.source) };
    case "getExternals": {
      const text = JSON.stringify(response.externals);
      return { status: "done", bytes: new TextEncoder().encode(text) };
    }
    case "error":
      return { status: "failed", bytes: encodeError(response.error) };
  }
}
