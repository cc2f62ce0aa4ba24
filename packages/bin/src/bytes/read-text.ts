import { isAscii, short } from "./native-text.ts";
import type { Reader } from "./reader.ts";

// Up to here, rows that share a string are charged for it each time.
const unshared = 48;

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
  const end = start + count;
  const text = reader.native?.read(reader, start, end);
  if (text !== undefined) return text;
  return count <= short && isAscii(reader, start, end)
    ? readShort(reader, start, end)
    : readUtf8(reader, start, end);
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
  fatalDecoder ??= new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  try {
    return fatalDecoder.decode(reader.bytes.subarray(start, end));
  } catch {
    return reader.fail("the text is not valid UTF-8, or longer than a string can be", start);
  }
}
