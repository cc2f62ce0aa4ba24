import { DecodeError } from "@lutra/bin";
import type { ErrorMessage } from "@lutra/runner-core/transport";
import type { Frame } from "./frame-reader.ts";
import { putUint32, uint32 } from "./uint32.ts";

// Messages are values of fixed types, a few fields each. Read and written by hand they cost no codec and no copy. They
// are read from where they lie: pointers are relative to themselves and never negative, so that positions in a chunk serve
// as well as positions in a message, and only the message's end has to be watched.

/** Text heads and items may share bytes; so much of a message may be read, as a multiple of its length. */
const visitFactor = 8;

/** Size of an item of `[Text]`, and of the head of a `Text` or an array: pointer and length. */
const headBytes = 8;

/**
 * Returns the byte at a position.
 *
 * @throws DecodeError if the position is after the end of the body
 */
export function byteAt(body: Frame, at: number): number {
  if (at >= body.end) throw truncated(body, at, 1);
  return body.bytes[at]!;
}

/**
 * Returns the unsigned 32-bit number at a position.
 *
 * @throws DecodeError if its last byte is after the end of the body
 */
export function uint32At(body: Frame, at: number): number {
  if (at + 4 > body.end) throw truncated(body, at, 4);
  return uint32(body.bytes, at);
}

/** Follows the pointer at a position. */
export function pointerAt(body: Frame, at: number): number {
  return at + uint32At(body, at);
}

/** Returns the `[Uint8]` whose head is at a position, as a view. */
export function bytesAt(body: Frame, at: number): Uint8Array {
  const start = pointerAt(body, at);
  const length = uint32At(body, at + 4);
  if (start + length > body.end) throw truncated(body, start, length);
  return body.bytes.subarray(start, start + length);
}

/** Returns the `Text` whose head is at a position. */
export function textAt(body: Frame, at: number): string {
  const bytes = bytesAt(body, at);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw broken("expected text in UTF-8", body, pointerAt(body, at));
  }
}

/** Returns the `[Text]` whose head is at a position. */
export function textsAt(body: Frame, at: number): string[] {
  const start = pointerAt(body, at);
  const count = uint32At(body, at + 4);
  if (start + count * headBytes > body.end) throw truncated(body, start, count * headBytes);
  let budget = visitFactor * (body.end - body.start);
  return Array.from({ length: count }, (_, i) => {
    const item = start + i * headBytes;
    budget -= headBytes + uint32At(body, item + 4);
    if (budget < 0) throw broken("texts share too many bytes", body, item);
    return textAt(body, item);
  });
}

/** Returns the `Error` at a position. */
export function errorAt(body: Frame, at: number): ErrorMessage {
  const display = textAt(body, at);
  const tag = byteAt(body, at + headBytes);
  if (tag > 1) throw broken(`expected an option's tag 0 or 1, got ${tag}`, body, at + headBytes);
  return { display, code: tag === 0 ? undefined : textAt(body, pointerAt(body, at + 9)) };
}

/** Returns the canonical bytes of an `Error`. */
export function errorBytes({ display, code }: ErrorMessage): Uint8Array {
  const displayBytes = utf8(display);
  if (code === undefined) {
    const bytes = new Uint8Array(13 + displayBytes.length);
    bytes[0] = 13;
    putUint32(bytes, 4, displayBytes.length);
    bytes.set(displayBytes, 13);
    return bytes;
  }
  const codeBytes = utf8(code);
  const codeHead = 13 + displayBytes.length;
  const bytes = new Uint8Array(codeHead + headBytes + codeBytes.length);
  bytes[0] = 13;
  putUint32(bytes, 4, displayBytes.length);
  bytes[8] = 1;
  putUint32(bytes, 9, codeHead - 9);
  bytes.set(displayBytes, 13);
  bytes[codeHead] = headBytes;
  putUint32(bytes, codeHead + 4, codeBytes.length);
  bytes.set(codeBytes, codeHead + headBytes);
  return bytes;
}

/** Returns the canonical bytes of the items of a `[Text]`: all heads, then all texts. */
export function textItems(texts: readonly string[]): Uint8Array {
  const encoded = texts.map(utf8);
  const headsEnd = texts.length * headBytes;
  const bytes = new Uint8Array(encoded.reduce((total, text) => total + text.length, headsEnd));
  let head = 0;
  let end = headsEnd;
  for (const text of encoded) {
    putUint32(bytes, head, end - head);
    putUint32(bytes, head + 4, text.length);
    bytes.set(text, end);
    head += headBytes;
    end += text.length;
  }
  return bytes;
}

/** Encodes a string; lone surrogates become U+FFFD. */
export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Creates the error for a malformed message, with the place of the fault: positions count from the message's start. */
export function broken(what: string, { start }: Frame, at: number): DecodeError {
  return new DecodeError(what, at - start);
}

function truncated(body: Frame, at: number, bytes: number): DecodeError {
  const what = `expected ${bytes} bytes here, but the message has ${body.end - body.start}`;
  return broken(what, body, at);
}
