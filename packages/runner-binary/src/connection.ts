import { ErrorCode, type Run, RunnerError } from "@lutra/runner-core";
import {
  type ErrorMessage,
  errorMessage,
  type RequestMessage,
  type ResponseMessage,
  Session,
  startTimer,
} from "@lutra/runner-core/transport";
import type { ByteStream } from "./byte-stream.ts";
import { type Frame, FrameReader } from "./frame-reader.ts";
import { FrameWriter } from "./frame-writer.ts";
import { generationB } from "./generation-b.ts";
import type { Protocol } from "./protocol.ts";
import type { CheckedServerOptions } from "./server-options.ts";
import { StreamStart } from "./stream-start.ts";

/** A request that was read, in the order of arrival. */
interface Slot {
  readonly id: number;
  readonly kind: RequestMessage["kind"];
  /** Number of bytes that it adds to the bytes in flight. */
  bytes: number;
  response: ResponseMessage | undefined;
  next: Slot | undefined;
}

/** Serves one client: reads requests within the limits, and writes their responses in order. */
export class Connection {
  readonly closed: Promise<RunnerError | undefined>;
  readonly #runner: Run;
  readonly #stream: ByteStream;
  readonly #options: CheckedServerOptions;
  readonly #reader: FrameReader;
  readonly #writer: FrameWriter;
  /** Until the first frame. */
  #start: StreamStart | undefined = new StreamStart();
  #protocol: Protocol | undefined;
  #session: Session | undefined;
  #first: Slot | undefined;
  #last: Slot | undefined;
  #inFlight = 0;
  #inFlightBytes = 0;
  #paused = false;
  /** Further requests are answered, and not started. */
  #draining = false;
  /** No further request will be read. */
  #stopped = false;
  /** The client has sent its last byte; what arrived before is still served. */
  #inputEnded = false;
  #ended = false;
  #cancelEndTimer: () => void = () => {};
  #error: RunnerError | undefined;
  #resolveClosed: (error: RunnerError | undefined) => void = () => {};

  constructor(runner: Run, stream: ByteStream, options: CheckedServerOptions) {
    this.closed = new Promise((resolve) => (this.#resolveClosed = resolve));
    this.#runner = runner;
    this.#stream = stream;
    this.#options = options;
    this.#reader = new FrameReader(options.maxFrameBytes, generationB.inputOffset);
    this.#writer = new FrameWriter(stream, options.maxFrameBytes);
    stream.start({
      data: (chunk) => this.#data(chunk),
      end: () => this.#inputEnd(),
      error: (cause) => this.#lost(cause),
      drain: () => {
        if (this.#paused) this.#pump();
      },
    });
  }

  drain(): void {
    this.#draining = true;
  }

  async close(): Promise<void> {
    this.#stop(undefined);
    await this.closed;
  }

  destroy(): void {
    const message = "the server closed the connection";
    this.#finish(new RunnerError(message, { code: ErrorCode.CONNECTION_CLOSED }), "now");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #data(chunk: Uint8Array): void {
    if (this.#stopped) return;
    this.#start?.add(chunk);
    this.#reader.push(chunk);
    this.#pump();
    // What looks like a long frame may be the hello of a client that waits for an answer.
    const what = this.#start?.foreign(false);
    if (what !== undefined) this.#stop(foreign(what));
  }

  #inputEnd(): void {
    this.#inputEnded = true;
    this.#pump();
    const { endGraceMs } = this.#options;
    if (this.#ended) return;
    this.#cancelEndTimer = startTimer(endGraceMs, () => {
      const message = `the client sent its last byte, and its requests took longer than endGraceMs, ${endGraceMs} ms`;
      this.#finish(new RunnerError(message, { code: ErrorCode.CONNECTION_CLOSED }), "now");
    });
  }

  #lost(cause: unknown): void {
    const reason = cause instanceof Error && cause.message !== "" ? `: ${cause.message}` : "";
    const message = `the connection to the client was lost${reason}`;
    this.#finish(new RunnerError(message, { code: ErrorCode.CONNECTION_CLOSED, cause }), "now");
  }

  /** Starts requests as far as the limits allow. */
  #pump(): void {
    try {
      while (!this.#stopped) {
        if (this.#isFull()) return this.#pause();
        const frame = this.#reader.next();
        if (frame !== undefined) this.#handle(frame);
        else if (this.#inputEnded) this.#stop(undefined);
        else return this.#resume();
      }
    } catch (error) {
      const what = this.#start?.foreign(true);
      this.#stop(what === undefined ? unreadable(error) : foreign(what, error));
    }
  }

  #isFull(): boolean {
    const { maxInFlight, maxInFlightBytes } = this.#options;
    if (this.#inFlight >= maxInFlight) return true;
    const bytes = this.#inFlightBytes + this.#writer.bufferedBytes + this.#stream.bufferedBytes;
    return bytes >= maxInFlightBytes;
  }

  #pause(): void {
    if (this.#paused) return;
    this.#paused = true;
    this.#stream.pause();
  }

  #resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#stream.resume();
  }

  #handle({ bytes, start, end }: Frame): void {
    this.#start = undefined;
    const protocol = (this.#protocol ??= this.#protocolFor(bytes.subarray(start, end)));
    this.#session ??= new Session(this.#runner, {
      ...this.#options,
      keepsPrepareErrors: !protocol.acknowledges,
    });
    let request: RequestMessage;
    try {
      request = protocol.readRequest(bytes, start, end);
    } catch (error) {
      const broken = protocol.readBrokenRequest(bytes.subarray(start, end));
      if (broken === undefined) throw error;
      const slot = this.#enqueue(broken, end - start);
      this.#answer(slot, failure(slot, errorMessage(error)));
      return;
    }
    const slot = this.#enqueue(request, end - start);
    if (this.#draining && request.kind !== "release") {
      this.#answer(slot, failure(slot, ending));
      return;
    }
    this.#session.handle(request, (response) => this.#answer(slot, response));
  }

  #protocolFor(firstFrame: Uint8Array): Protocol {
    const { protocol } = this.#options;
    const found = typeof protocol === "function" ? protocol(firstFrame) : protocol;
    if (found !== undefined) return found;
    throw new RunnerError("the first frame belongs to no generation of the protocol", {
      code: ErrorCode.PROTOCOL_ERROR,
    });
  }

  #enqueue({ id, kind }: Pick<Slot, "id" | "kind">, bytes: number): Slot {
    const slot: Slot = { id, kind, bytes, response: undefined, next: undefined };
    if (this.#last === undefined) this.#first = slot;
    else this.#last.next = slot;
    this.#last = slot;
    this.#inFlight++;
    this.#inFlightBytes += bytes;
    return slot;
  }

  /** Keeps a response until those before it are written. */
  #answer(slot: Slot, response: ResponseMessage): void {
    if (this.#ended) return;
    slot.response = response;
    if (response.kind === "execute") {
      slot.bytes += response.output.length;
      this.#inFlightBytes += response.output.length;
    }
    let first = this.#first;
    while (first?.response !== undefined) {
      this.#write(first, first.response);
      this.#inFlight--;
      this.#inFlightBytes -= first.bytes;
      first = first.next;
    }
    this.#first = first;
    if (first === undefined) {
      this.#last = undefined;
      if (this.#stopped) return this.#finish(this.#error, "orderly");
    }
    if (this.#paused) this.#pump();
  }

  #write(slot: Slot, response: ResponseMessage): void {
    try {
      this.#protocol?.writeResponse(this.#writer, response);
    } catch (error) {
      const message =
        response.kind === "error"
          ? { display: "the error's text exceeds maxFrameBytes", code: ErrorCode.FRAME_TOO_LARGE }
          : errorMessage(error);
      this.#protocol?.writeResponse(this.#writer, failure(slot, message));
    }
  }

  /** Reads no more; ends when everything is answered. The first reason counts. */
  #stop(error: RunnerError | undefined): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#error = error;
    if (this.#inFlight === 0) this.#finish(error, "orderly");
  }

  #finish(error: RunnerError | undefined, how: "orderly" | "now"): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#stopped = true;
    this.#cancelEndTimer();
    if (how === "now") this.#stream.destroy();
    else this.#writer.flush();
    const closed = how === "now" ? undefined : this.#stream.end();
    void Promise.all([closed, this.#session?.close()]).then(() => this.#resolveClosed(error));
  }
}

const ending: ErrorMessage = {
  display: "the server is about to end and did not start this request: connect again",
  code: ErrorCode.SERVER_ENDING,
};

function failure({ id, kind }: Pick<Slot, "id" | "kind">, error: ErrorMessage): ResponseMessage {
  return { kind: "error", id, request: kind, error };
}

function foreign(what: string, cause?: unknown): RunnerError {
  const message = `the client sent ${what}`;
  return new RunnerError(message, { code: ErrorCode.PROTOCOL_ERROR, cause });
}

function unreadable(error: unknown): RunnerError {
  if (error instanceof RunnerError) return error;
  const message = `the client sent a request that cannot be read: ${(error as Error).message}`;
  return new RunnerError(message, { code: ErrorCode.PROTOCOL_ERROR, cause: error });
}
