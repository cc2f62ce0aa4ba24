import { nodeBuffer } from "./node-buffer.ts";
import type { Reader } from "./reader.ts";

const windowLimit = 16_384;
const windowStart = 256;
const direct = 512;
// Up to here, rows that share a string are charged for it each time.
const unshared = 48;
// Longer texts may be longer than a string can be.
const longest = 1 << 28;

let fatalDecoder: TextDecoder | undefined;

/** Reads the text whose array head is at `at`. */
export function readText(reader: Reader, at: number): string {
  const count = reader.view.getUint32(at + 4, true);
  const start = at + reader.view.getUint32(at, true);
  if (count > unshared) return readLong(reader, start, count);
  // Texts that are put together from pieces take up to eight bytes a character.
  reader.claim(start, count, count * 8);
  return count === 0 ? "" : readPlain(reader, start, count);
}

/** Reads a string that is worth remembering, unless it was read before. */
function readLong(reader: Reader, start: number, count: number): string {
  const known = reader.recall(start, count);
  if (known !== undefined) return known;
  reader.claim(start, count, count * 2);
  const text = readPlain(reader, start, count);
  reader.remember(start, count, text);
  return text;
}

function readPlain(reader: Reader, start: number, count: number): string {
  if (count > direct) return readUtf8(reader, start, start + count);
  const end = start + count;
  if (!isAscii(reader, start, end)) return readUtf8(reader, start, end);
  return start >= reader.windowStart && end <= reader.windowEnd
    ? reader.window.substring(start - reader.windowStart, end - reader.windowStart)
    : readAscii(reader, start, end);
}

function isAscii(reader: Reader, start: number, end: number): boolean {
  const { view, bytes } = reader;
  let at = start;
  for (; at + 4 <= end; at += 4) if ((view.getInt32(at, true) & 0x80808080) !== 0) return false;
  for (; at < end; at++) if (bytes[at]! > 0x7f) return false;
  return true;
}

// Converting a stretch of the input at once and cutting texts out of it is twice as fast as one conversion per text.
// The stretch grows while texts lie close together.
function readAscii(reader: Reader, start: number, end: number): string {
  // One or two short texts are done before a conversion by the engine has started.
  if (reader.texts < 4 && end - start <= 16) {
    reader.texts++;
    return readShort(reader, start, end);
  }
  reader.node ??= nodeBuffer(reader.bytes.buffer);
  const { node } = reader;
  if (node === undefined || reader.copy) {
    return end - start > 64 ? readUtf8(reader, start, end) : readShort(reader, start, end);
  }
  const near = start >= reader.windowEnd && start < reader.windowEnd + reader.windowBytes;
  reader.windowBytes = near ? Math.min(reader.windowBytes * 4, windowLimit) : windowStart;
  const windowEnd = Math.min(reader.end, Math.max(end, start + reader.windowBytes));
  reader.window = node.latin1Slice(start, windowEnd);
  reader.windowStart = start;
  reader.windowEnd = windowEnd;
  return reader.window.substring(0, end - start);
}

function readShort(reader: Reader, start: number, end: number): string {
  const { bytes } = reader;
  let text = "";
  let at = start;
  for (; at + 4 <= end; at += 4) {
    text += String.fromCharCode(bytes[at]!, bytes[at + 1]!, bytes[at + 2]!, bytes[at + 3]!);
  }
  for (; at < end; at++) text += String.fromCharCode(bytes[at]!);
  return text;
}

function readUtf8(reader: Reader, start: number, end: number): string {
  reader.node ??= nodeBuffer(reader.bytes.buffer);
  if (reader.node !== undefined && end - start < longest) {
    const text = reader.node.utf8Slice(start, end);
    // The replacement character may stand for malformed bytes, or for itself.
    if (!text.includes("\ufffd")) return text;
  }
  fatalDecoder ??= new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  try {
    return fatalDecoder.decode(reader.bytes.subarray(start, end));
  } catch {
    return reader.fail("the text is not valid UTF-8, or longer than a string can be", start);
  }
}
