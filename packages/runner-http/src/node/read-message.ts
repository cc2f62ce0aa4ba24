import type { Readable } from "node:stream";
import { ErrorCode, RunnerError } from "@lutra/runner-core";
import { createGrowingBytes } from "@lutra/runner-core/transport";

/** A body: a stream that may know when all of it has arrived. */
export type MessageBody = Readable & { readonly complete?: boolean };

/**
 * Reads the body of a request. Memory grows with what arrives.
 *
 * @param contentLength what the message declares, if it does
 * @returns the bytes, or undefined as soon as there are more than `maxBytes`, or more were declared, and the rest is left
 *   unread; without a promise if nothing has to be waited for
 * @throws RunnerError `EXECUTION_ERROR` if bytes of the body are lost to another reader
 * @throws Error if the body does not arrive whole
 */
export function readMessage(
  message: MessageBody,
  contentLength: unknown,
  maxBytes: number,
): Uint8Array<ArrayBuffer> | undefined | Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (Number(contentLength) > maxBytes) return undefined;
  return readArrived(message, Number(contentLength)) ?? readToEnd(message, contentLength, maxBytes);
}

/** Reads a body all of which is here, else returns undefined. */
function readArrived(message: MessageBody, length: number): Uint8Array<ArrayBuffer> | undefined {
  const isHere =
    message.complete === true && message.readableLength === length && !message.destroyed;
  if (!isHere || message.readableEncoding !== null || message.readableDidRead) return undefined;
  // How much: a stream that flows gives one piece at a time to a reader that does not say.
  const chunk = message.read(length) as Buffer | null;
  return chunk === null ? new Uint8Array() : viewOf(chunk);
}

/**
 * Reads a body to its end, after which its connection can be used again. Memory grows with what arrives.
 *
 * @param contentLength what the message declares, if it does
 * @returns the bytes, or undefined as soon as there are more than `maxBytes`, or more were declared, and the rest is left
 *   unread
 * @throws RunnerError `EXECUTION_ERROR` if bytes of the body are lost to another reader
 * @throws Error if the body does not arrive whole
 */
export async function readToEnd(
  message: MessageBody,
  contentLength: unknown,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (Number(contentLength) > maxBytes) return undefined;
  // Bytes that were read before cannot be had again. A body of none is the same to every reader.
  if (message.readableDidRead) throw taken("was read before");
  if (message.readableEnded) return new Uint8Array();
  return await readOn(message, contentLength, maxBytes);
}

function readOn(
  message: MessageBody,
  contentLength: unknown,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return new Promise((resolve, reject) => {
    const fail = (): void =>
      reject(new Error("the connection was lost before the body was complete"));
    // It may have happened before anyone asked for the body; no event tells of it any more.
    if (message.destroyed) return fail();
    const bytes = createGrowingBytes();
    const onData = (chunk: Buffer | string): void => {
      const isText = typeof chunk === "string";
      if (isText) reject(taken("is decoded to text (setEncoding)"));
      else if (bytes.length + chunk.length <= maxBytes) return bytes.push(chunk);
      else resolve(undefined);
      message.pause();
      message.off("data", onData);
    };
    message.on("data", onData);
    message.on("end", () => {
      const isWhole = contentLength === undefined || bytes.length === Number(contentLength);
      if (isWhole) resolve(bytes.take());
      else reject(taken("was read in part"));
    });
    message.on("error", reject);
    // A message that was cut off closes without an end.
    message.on("close", () => {
      if (!message.readableEnded) fail();
    });
    // It may have been paused, and would wait for ever.
    message.resume();
  });
}

function taken(how: string): RunnerError {
  return new RunnerError(
    `the body ${how} by a middleware: let the runner's handler come first, or leave the bytes in \`request.body\``,
    { code: ErrorCode.EXECUTION_ERROR },
  );
}

function viewOf(chunk: Buffer): Uint8Array<ArrayBuffer> {
  return new Uint8Array(chunk.buffer as ArrayBuffer, chunk.byteOffset, chunk.length);
}
