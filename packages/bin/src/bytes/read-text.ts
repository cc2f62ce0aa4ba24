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

function isAscii({ view, bytes }: Reader, start: number, end: number): boolean {
  let bits = 0;
  if (end - start < 4) {
    for (let at = start; at < end; at++) bits |= bytes[at]!;
  } else {
    // The last four bytes overlap those before: no loop over what is left, whose end is hard to predict.
    const last = end - 4;
    for (let at = start; at < last; at += 4) bits |= view.getInt32(at, true);
    bits |= view.getInt32(last, true);
  }
  return (bits & 0x80808080) === 0;
}

// Converting a stretch of the input at once and cutting texts out of it is twice as fast as one conversion per text.
// The stretch grows while texts lie close together.
function readAscii(reader: Reader, start: number, end: number): string {
  // One or two short texts are done before a conversion by the engine has started.
  if (reader.texts < 4 && end - start <= 16) {
    reader.texts++;
    return readShort(reader, start, end);
  }
  reader.node ??= nodeBuffer(reader.buffer);
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

// Few calls with many codes: each makes a string, and putting two together takes as long as making one.
function readShort({ bytes: b }: Reader, start: number, end: number): string {
  let text = "";
  let i = start;
  for (; i + 8 <= end; i += 8) {
    text += String.fromCharCode(
      b[i]!,
      b[i + 1]!,
      b[i + 2]!,
      b[i + 3]!,
      b[i + 4]!,
      b[i + 5]!,
      b[i + 6]!,
      b[i + 7]!,
    );
  }
  if (i + 4 <= end) {
    text += String.fromCharCode(b[i]!, b[i + 1]!, b[i + 2]!, b[i + 3]!);
    i += 4;
  }
  for (; i < end; i++) text += String.fromCharCode(b[i]!);
  return text;
}

function readUtf8(reader: Reader, start: number, end: number): string {
  reader.node ??= nodeBuffer(reader.buffer);
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
