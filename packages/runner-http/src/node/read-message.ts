import type { Readable } from "node:stream";

/** A body: a stream that may know when all of it has arrived. */
export type MessageBody = Readable & { readonly complete?: boolean };

/**
 * Reads the body of a request or a response. Memory grows with what arrives.
 *
 * @param contentLength what the message declares, if it does
 * @returns the bytes, or undefined as soon as there are more than `maxBytes`, or more were declared, and the rest is left
 *   unread; without a promise if nothing has to be waited for
 * @throws Error if the body does not arrive whole
 */
export function readMessage(
  message: MessageBody,
  contentLength: unknown,
  maxBytes: number,
): Uint8Array<ArrayBuffer> | undefined | Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (Number(contentLength) > maxBytes) return undefined;
  const length = message.readableLength;
  if (message.complete === true && length === Number(contentLength) && !message.destroyed) {
    // How much: a stream that flows gives one piece at a time to who does not say.
    const chunk = message.read(length) as Buffer | null;
    return chunk === null ? new Uint8Array() : bytesOf([chunk]);
  }
  return new Promise((resolve, reject) => {
    const fail = (): void =>
      reject(new Error("the connection was lost before the body was complete"));
    // It may have happened before anyone asked for the body; no event tells of it any more.
    if (message.destroyed) return fail();
    const chunks: Buffer[] = [];
    let received = 0;
    const onData = (chunk: Buffer): void => {
      received += chunk.length;
      chunks.push(chunk);
      if (received <= maxBytes) return;
      message.pause();
      message.off("data", onData);
      resolve(undefined);
    };
    message.on("data", onData);
    message.on("end", () => resolve(bytesOf(chunks)));
    message.on("error", reject);
    // A message that was cut off closes without an end.
    message.on("close", () => {
      if (!message.readableEnded) fail();
    });
  });
}

function bytesOf(chunks: readonly Buffer[]): Uint8Array<ArrayBuffer> {
  const bytes = (chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)) as Buffer<ArrayBuffer>;
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}
