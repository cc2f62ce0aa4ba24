import {
  ErrorCode,
  errorMessage,
  type RequestMessage,
  type ResponseMessage,
  type Run,
  RunnerError,
  Session,
} from "@lutra/runner-core";
import type { ByteStream, WebDuplex } from "./byte-stream.ts";
import { FrameReader } from "./frame-reader.ts";
import { FrameWriter } from "./frame-writer.ts";
import { generationB } from "./generation-b.ts";
import { checkedFrameLimit, checkedLimit } from "./limits.ts";
import type { Protocol, ProtocolChoice } from "./protocol.ts";
import { webByteStream } from "./web-stream.ts";

/** Options of {@link serveBinary}. All limits are per connection. */
export interface BinaryServerOptions {
  /**
   * The generation to speak, or `detectGeneration` of `@lutra/runner-binary/generation-a` to accept both.
   * @default generationB
   */
  readonly protocol?: ProtocolChoice | undefined;
  /** The largest frame to accept or send, in bytes, at least 256. @default 33554432 (32 MiB) */
  readonly maxFrameBytes?: number | undefined;
  /** How many programs a client may hold. @default 1024 */
  readonly maxPrograms?: number | undefined;
  /** How many requests may be read before the first of them is answered; 1 runs them one by one. @default 64 */
  readonly maxInFlight?: number | undefined;
  /**
   * How many bytes of requests and of responses not yet sent may be held before reading stops. One request is always
   * let in. @default 67108864 (64 MiB)
   */
  readonly maxInFlightBytes?: number | undefined;
  /**
   * How long requests may still take after the client has sent its last byte, in milliseconds; then they are aborted. A
   * client that is gone looks like one that still waits for answers. `Infinity` waits. @default 5000
   */
  readonly endGraceMs?: number | undefined;
}

/** A client that is being served. */
export interface BinaryConnection extends AsyncDisposable {
  /**
   * Resolves when the connection has ended and its programs are released: with what went wrong, or undefined after an
   * orderly end. Never rejects.
   */
  readonly closed: Promise<RunnerError | undefined>;
  /** Reads no more requests, answers those in flight, then closes the stream. Never rejects. */
  close(): Promise<void>;
  /** Closes the stream now and aborts what is in flight. */
  destroy(): void;
}

/**
 * Serves one client over a byte stream.
 *
 * Requests are started as they arrive and answered in their order. When too much is in flight or the client does not
 * read, the server stops reading. A request that does not decode is answered with `DECODE_ERROR` if its id and kind can
 * be read; else, and after a frame above the limit, the connection ends once earlier requests are answered. The same
 * holds when the client has sent its last byte, within `endGraceMs`; when the connection is lost, calls are aborted.
 *
 * The stream belongs to the connection. The runner is shared: its programs are released at the end, but it is not shut
 * down.
 *
 * @throws RangeError for a limit out of range
 * @see runner-protocol, sections 4 and 10
 *
 * @example
 * ```ts
 * const connection = serveBinary(runner, { readable, writable });
 * await connection.closed;
 * ```
 */
export function serveBinary(
  runner: Run,
  stream: ByteStream | WebDuplex,
  options: BinaryServerOptions = {},
): BinaryConnection {
  return new Connection(runner, "readable" in stream ? webByteStream(stream) : stream, options);
}

/** Timers count to 2^31 - 1. */
const maxTimerMs = 2 ** 31 - 1;

/** A request that was read, in the order of arrival. */
interface Slot {
  readonly id: number;
  readonly kind: RequestMessage["kind"];
  /** What it adds to the bytes in flight. */
  bytes: number;
  response: ResponseMessage | undefined;
  next: Slot | undefined;
}

class Connection implements BinaryConnection {
  readonly closed: Promise<RunnerError | undefined>;
  readonly #runner: Run;
  readonly #stream: ByteStream;
  readonly #options: BinaryServerOptions;
  readonly #maxInFlight: number;
  readonly #maxInFlightBytes: number;
  readonly #reader: FrameReader;
  readonly #writer: FrameWriter;
  #protocol: Protocol | undefined;
  #session: Session | undefined;
  #first: Slot | undefined;
  #last: Slot | undefined;
  #inFlight = 0;
  #inFlightBytes = 0;
  #paused = false;
  /** No further request will be read. */
  #stopped = false;
  /** The client has sent its last byte; what arrived before is still served. */
  #inputEnded = false;
  #ended = false;
  #endTimer: ReturnType<typeof setTimeout> | undefined;
  #error: RunnerError | undefined;
  #resolveClosed: (error: RunnerError | undefined) => void = () => {};

  constructor(runner: Run, stream: ByteStream, options: BinaryServerOptions) {
    const maxFrameBytes = checkedFrameLimit(options.maxFrameBytes);
    this.#maxInFlight = checkedLimit("maxInFlight", options.maxInFlight ?? 64, 1);
    this.#maxInFlightBytes = checkedLimit(
      "maxInFlightBytes",
      options.maxInFlightBytes ?? 64 * 1024 * 1024,
      1,
    );
    if (options.endGraceMs !== Infinity)
      checkedLimit("endGraceMs", options.endGraceMs ?? 0, 0, maxTimerMs);
    checkedLimit("maxPrograms", options.maxPrograms ?? 1024, 1);
    this.closed = new Promise((resolve) => (this.#resolveClosed = resolve));
    this.#runner = runner;
    this.#stream = stream;
    this.#options = options;
    this.#reader = new FrameReader(maxFrameBytes, generationB.inputOffset);
    this.#writer = new FrameWriter(stream, maxFrameBytes);
    stream.start({
      data: (chunk) => this.#data(chunk),
      end: () => this.#inputEnd(),
      error: (cause) => this.#lost(cause),
      drain: () => {
        if (this.#paused) this.#pump();
      },
    });
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
    this.#reader.push(chunk);
    this.#pump();
  }

  #inputEnd(): void {
    this.#inputEnded = true;
    this.#pump();
    const { endGraceMs = 5000 } = this.#options;
    if (this.#ended || endGraceMs === Infinity) return;
    this.#endTimer = setTimeout(() => {
      const message = `the client sent its last byte, and its requests took longer than endGraceMs, ${endGraceMs} ms`;
      this.#finish(new RunnerError(message, { code: ErrorCode.CONNECTION_CLOSED }), "now");
    }, endGraceMs);
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
        const body = this.#reader.read();
        if (body !== undefined) this.#handle(body);
        else if (this.#inputEnded) this.#stop(undefined);
        else return this.#resume();
      }
    } catch (error) {
      this.#stop(unreadable(error));
    }
  }

  #isFull(): boolean {
    if (this.#inFlight >= this.#maxInFlight) return true;
    const { bufferedBytes } = this.#stream;
    const bytes = this.#inFlightBytes + bufferedBytes;
    return bytes >= this.#maxInFlightBytes && (this.#inFlight > 0 || bufferedBytes > 0);
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

  #handle(body: Uint8Array): void {
    const protocol = (this.#protocol ??= this.#protocolFor(body));
    this.#session ??= new Session(this.#runner, {
      maxPrograms: this.#options.maxPrograms,
      keepsPrepareErrors: !protocol.acknowledges,
    });
    let request: RequestMessage;
    try {
      request = protocol.readRequest(body);
    } catch (error) {
      const broken = protocol.readBrokenRequest(body);
      if (broken === undefined) throw error;
      const slot = this.#enqueue(broken, body.length);
      this.#answer(slot, failure(slot, errorMessage(error)));
      return;
    }
    const slot = this.#enqueue(request, body.length);
    this.#session.dispatch(request).then(
      (response) => this.#answer(slot, response),
      (error: unknown) => this.#answer(slot, failure(slot, errorMessage(error))),
    );
  }

  #protocolFor(firstFrame: Uint8Array): Protocol {
    const { protocol = generationB } = this.#options;
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
    clearTimeout(this.#endTimer);
    if (how === "now") this.#stream.destroy();
    else this.#writer.flush();
    const closed = how === "now" ? undefined : this.#stream.end();
    void Promise.all([closed, this.#session?.close()]).then(() => this.#resolveClosed(error));
  }
}

function failure(
  { id, kind }: Pick<Slot, "id" | "kind">,
  error: ReturnType<typeof errorMessage>,
): ResponseMessage {
  return { kind: "error", id, request: kind, error };
}

function unreadable(error: unknown): RunnerError {
  if (error instanceof RunnerError) return error;
  const message = `the client sent a request that cannot be read: ${(error as Error).message}`;
  return new RunnerError(message, { code: ErrorCode.PROTOCOL_ERROR, cause: error });
}
