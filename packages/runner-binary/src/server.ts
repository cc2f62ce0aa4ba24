import type { Run, RunnerError } from "@lutra/runner-core";
import { checkedRunner } from "@lutra/runner-core/transport";
import type { ByteStream, WebDuplex } from "./byte-stream.ts";
import { Connection } from "./connection.ts";
import { type BinaryServerOptions, checkedServerOptions } from "./server-options.ts";
import { webByteStream } from "./web-stream.ts";

/** A client that is being served. */
export interface BinaryConnection extends AsyncDisposable {
  /**
   * Resolves when the connection has ended and its programs are released: with what went wrong, or undefined after an
   * orderly end. Never rejects.
   */
  readonly closed: Promise<RunnerError | undefined>;
  /**
   * Answers further requests with `SERVER_ENDING` and starts none of them, so that the client knows that they did not run
   * and connects elsewhere. Goes on with those in flight, and with releases.
   */
  drain(): void;
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
 * holds when the client has sent its last byte, within `endGraceMs`; when the connection is lost, calls are aborted. A
 * client that starts with HTTP, TLS or text ends at once, and `closed` names that.
 *
 * The stream belongs to the connection. The runner is shared: its programs are released at the end, but it is not shut
 * down.
 *
 * @throws RangeError for a limit out of range
 * @see docs/protocol.md, "Generation B"
 * @see docs/protocol.md, "What we do beyond the original"
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
  const checked = checkedServerOptions(options);
  return new Connection(
    checkedRunner(runner),
    "readable" in stream ? webByteStream(stream) : stream,
    checked,
  );
}
