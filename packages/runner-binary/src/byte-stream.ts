/** Callbacks through which a {@link ByteStream} reports to its user. */
export interface ByteReceiver {
  /** Bytes arrived. They are the receiver's to keep; the stream does not write to them again. */
  data(chunk: Uint8Array): void;
  /** Tells that the other side will send nothing more. */
  end(): void;
  /** Tells that the stream broke, or was closed by someone else; nothing follows. May be called more than once. */
  error(cause: unknown): void;
  /** Tells that written bytes have left: {@link ByteStream.bufferedBytes} went down. */
  drain(): void;
}

/**
 * A duplex stream of bytes, as the client and the server drive it: callbacks, no promise per chunk. Make one with
 * `webByteStream`, or with `nodeByteStream` of `@lutra/runner-binary/node`.
 */
export interface ByteStream {
  /** Written bytes that the platform still holds. */
  readonly bufferedBytes: number;
  /** Starts the flow of bytes; called once. */
  start(receiver: ByteReceiver): void;
  /**
   * Writes the chunks in order, if possible with one call of the system. Never throws: failures go to
   * {@link ByteReceiver.error}. The stream reads the chunks until they have left.
   */
  write(chunks: readonly Uint8Array[]): void;
  /** Stops the flow of received bytes, so that the sender has to wait. */
  pause(): void;
  /** Lets received bytes flow again. */
  resume(): void;
  /**
   * Writes out what was written before, then closes both directions. Received bytes are dropped. Resolves when the
   * stream is closed, within about a second if the other side does not close; never rejects.
   */
  end(): Promise<void>;
  /** Closes both directions now. */
  destroy(): void;
}

/** A duplex stream of the web platform. */
export interface WebDuplex {
  readonly readable: ReadableStream<Uint8Array>;
  readonly writable: WritableStream<Uint8Array>;
}

/** Longest time that an orderly end waits for the other side, in milliseconds. */
export const endGraceMs = 1000;
