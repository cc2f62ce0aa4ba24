import { ErrorCode, RunnerError } from "@lutra/runner-core";
import {
  MessageClient,
  type RequestMessage,
  type ResponseMessage,
} from "@lutra/runner-core/transport";
import type { ByteStream, WebDuplex } from "./byte-stream.ts";
import { type BinaryClientOptions, checkedClientOptions } from "./client-options.ts";
import { FrameReader } from "./frame-reader.ts";
import { FrameWriter } from "./frame-writer.ts";
import type { Protocol } from "./protocol.ts";
import { StreamStart } from "./stream-start.ts";
import { webByteStream } from "./web-stream.ts";

/**
 * A runner at the other end of a byte stream.
 *
 * Calls may overlap without limit; `run` takes one round trip. When the connection ends, pending calls reject with the
 * code `CONNECTION_CLOSED` (it was lost or closed), `FRAME_TOO_LARGE` or `PROTOCOL_ERROR` (the server sent what cannot
 * be read; HTTP, TLS and text are named). There is no reconnection: program handles would be void.
 *
 * Inputs from 32 KiB on are sent from where they lie: after an abort, leave their bytes alone until the connection has
 * ended or a later call was answered. Outputs may be views of a buffer that other outputs share: copy before you
 * transfer one.
 *
 * The stream belongs to the client: {@link BinaryClient.shutdown} closes it.
 *
 * @see docs/protocol.md, "Generation B"
 *
 * @example
 * ```ts
 * await using client = new BinaryClient({ readable, writable });
 * const output = await client.run(program, input);
 * ```
 */
export class BinaryClient extends MessageClient {
  /** Resolves when the connection has ended, with the error that later calls get; never rejects. */
  readonly closed: Promise<RunnerError>;
  readonly #stream: ByteStream;
  readonly #protocol: Protocol;
  readonly #reader: FrameReader;
  readonly #writer: FrameWriter;
  /** Until the first response. */
  #start: StreamStart | undefined = new StreamStart();
  #resolveClosed: (reason: RunnerError) => void = () => {};

  /**
   * @throws RangeError for a limit out of range
   */
  constructor(stream: ByteStream | WebDuplex, options: BinaryClientOptions = {}) {
    const { protocol, maxFrameBytes, firstRequestId } = checkedClientOptions(options);
    super({ firstRequestId });
    this.closed = new Promise((resolve) => (this.#resolveClosed = resolve));
    this.#stream = "readable" in stream ? webByteStream(stream) : stream;
    this.#protocol = protocol;
    this.#reader = new FrameReader(maxFrameBytes, protocol.outputOffset);
    this.#writer = new FrameWriter(this.#stream, maxFrameBytes);
    this.#stream.start({
      data: (chunk) => this.#data(chunk),
      end: () => this.fail(this.#foreign() ?? this.#ended()),
      error: (cause) => this.fail(this.#foreign() ?? this.#lost(cause)),
      drain: () => {},
    });
  }

  /**
   * Ends the connection because of an error: pending and later calls reject with it. Transports that know more about
   * the other side, such as a process's exit code, override it and pass a better error on.
   */
  protected fail(error: RunnerError): void {
    this.close(error);
    this.#stream.destroy();
    this.#resolveClosed(this.closedBy ?? error);
  }

  /** Number of bytes that arrived since the last complete frame. */
  protected get partialBytes(): number {
    return this.#reader.partialBytes;
  }

  protected override send(request: RequestMessage): ResponseMessage | undefined {
    return this.#protocol.writeRequest(this.#writer, request);
  }

  protected override async disconnect(): Promise<void> {
    this.#writer.flush();
    await this.#stream.end();
    if (this.closedBy !== undefined) this.#resolveClosed(this.closedBy);
  }

  #data(chunk: Uint8Array): void {
    this.#start?.add(chunk);
    this.#reader.push(chunk);
    try {
      for (;;) {
        const frame = this.#reader.next();
        if (frame === undefined) return;
        const response = this.#protocol.readResponse(frame.bytes, frame.start, frame.end);
        this.#start = undefined;
        this.receive(response);
      }
    } catch (error) {
      this.fail(this.#foreign(error) ?? unreadable(error));
    }
  }

  /** Returns an error for a peer whose first bytes are of another protocol. */
  #foreign(cause?: unknown): RunnerError | undefined {
    const what = this.#start?.foreign(true);
    if (what === undefined) return undefined;
    const message = `the server sent ${what}`;
    return new RunnerError(message, { code: ErrorCode.PROTOCOL_ERROR, cause });
  }

  #ended(): RunnerError {
    const { partialBytes } = this.#reader;
    const where =
      partialBytes > 0 ? ` inside a frame, ${partialBytes} bytes into it` : this.#unanswered();
    const message = `the server closed the connection${where}`;
    return new RunnerError(message, { code: ErrorCode.CONNECTION_CLOSED });
  }

  #lost(cause: unknown): RunnerError {
    const reason = cause instanceof Error && cause.message !== "" ? `: ${cause.message}` : "";
    const message = `the connection to the server was lost${this.#unanswered()}${reason}`;
    return new RunnerError(message, { code: ErrorCode.CONNECTION_CLOSED, cause });
  }

  /** Returns likely reasons for the server not having responded so far. */
  #unanswered(): string {
    if (this.#start === undefined || this.pendingCount === 0) return "";
    return " without any response (it may speak another generation of the protocol, or another protocol, such as TLS)";
  }
}

function unreadable(error: unknown): RunnerError {
  if (error instanceof RunnerError) return error;
  const message = `the server sent a response that cannot be read: ${(error as Error).message}`;
  return new RunnerError(message, { code: ErrorCode.PROTOCOL_ERROR, cause: error });
}
