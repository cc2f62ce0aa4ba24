import { raise, wrongKind } from "./fault.ts";
import type { Writer } from "./writer.ts";

const loopLimit = 48;

let encoder: TextEncoder | undefined;

/** Writes a string: its array head at `at`, its bytes at the end. */
export function writeText(writer: Writer, value: unknown, at: number): void {
  if (typeof value !== "string") wrongKind("a string", value);
  const { length } = value;
  writer.ensure(length * 3);
  const start = writer.end;
  let written = length <= loopLimit ? writeAscii(writer.bytes, value, start) : -1;
  if (written < 0) written = writeUtf8(writer, value, start);
  writer.arrayHead(at, written);
  writer.end = start + written;
}

function writeAscii(bytes: Uint8Array, text: string, start: number): number {
  const { length } = text;
  let all = 0;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    all |= code;
    bytes[start + i] = code;
  }
  // What was written of another string is written again.
  return all > 0x7f ? -1 : length;
}

function writeUtf8(writer: Writer, text: string, start: number): number {
  if (!isWellFormed(text)) {
    raise("type", "expected valid Unicode, got a string with a lone surrogate");
  }
  const { native } = writer;
  if (native !== undefined) return native.utf8Write(text, start, writer.capacity - start);
  encoder ??= new TextEncoder();
  return encoder.encodeInto(text, writer.bytes.subarray(start)).written;
}

function isWellFormed(text: string): boolean {
  // In browsers of 2023 and later, and Node 20; older ones search.
  const { isWellFormed: method } = text as { isWellFormed?: () => boolean };
  return method === undefined ? !/\p{Surrogate}/u.test(text) : method.call(text);
}
