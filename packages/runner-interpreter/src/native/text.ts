import type { TextList, TextSlice } from "../memory/text-slice.ts";
import {
  type NativeContext,
  nativeFunction,
  nativeModule,
  type NativeModule,
} from "../native-module.ts";
import { createSearch, matchesAt } from "./text-search.ts";
import { countScalars, scalarLength } from "./text-utf8.ts";

/**
 * Creates `std::text`. Every function checks that the texts it reads are UTF-8 and takes time linear in their bytes.
 *
 * @see docs/spec/interpreter.md, "Text functions"
 */
export function textModule(): NativeModule {
  return nativeModule("std::text", {
    concat: nativeFunction(["text", "text"], "text", concat),
    length: nativeFunction(["text"], "uint32", readText),
    from_ascii: nativeFunction(["uint8"], "text", fromAscii),
    join: nativeFunction(["texts", "text"], "text", join),
    split: nativeFunction(["text", "text"], "texts", split),
    starts_with: nativeFunction(["text", "text"], "bool", (context, text, pattern) =>
      hasAt(context, text, text.start, pattern),
    ),
    contains: nativeFunction(["text", "text"], "bool", contains),
    ends_with: nativeFunction(["text", "text"], "bool", (context, text, pattern) =>
      hasAt(context, text, text.end - (pattern.end - pattern.start), pattern),
    ),
  });
}

/** Bytes that count as one step. */
const bytesPerStep = 16;

/** Checks a `Text`, counts the steps for it, and returns its length in scalar values. */
function readText(context: NativeContext, text: TextSlice): number {
  context.step(1 + Math.floor((text.end - text.start) / bytesPerStep));
  return countScalars(text);
}

function isEmpty(text: TextSlice): boolean {
  return text.start === text.end;
}

/** Converts U+0000 to U+00FF: despite its name, the function takes Latin-1. */
function fromAscii(context: NativeContext, code: number): TextSlice {
  const text = context.newText(code < 0x80 ? 1 : 2);
  if (code < 0x80) {
    text.bytes[text.start] = code;
  } else {
    text.bytes[text.start] = 0xc0 | (code >> 6);
    text.bytes[text.start + 1] = 0x80 | (code & 0x3f);
  }
  return text;
}

function concat(context: NativeContext, left: TextSlice, right: TextSlice): TextSlice {
  readText(context, left);
  readText(context, right);
  const result = context.newText(left.end - left.start + (right.end - right.start));
  copy(right, result.bytes, copy(left, result.bytes, result.start));
  return result;
}

function join(context: NativeContext, texts: TextList, separator: TextSlice): TextSlice {
  readText(context, separator);
  let length = (separator.end - separator.start) * Math.max(texts.length - 1, 0);
  for (let i = 0; i < texts.length; i++) {
    const text = texts.at(i) as TextSlice;
    readText(context, text);
    length += text.end - text.start;
  }
  // A long separator is read once and written many times: what is written counts too.
  context.step(Math.floor(length / bytesPerStep));
  const result = context.newText(length);
  let at = result.start;
  for (let i = 0; i < texts.length; i++) {
    if (i > 0) at = copy(separator, result.bytes, at);
    at = copy(texts.at(i) as TextSlice, result.bytes, at);
  }
  return result;
}

/** Below this length a loop is faster than a call of `set`. */
const shortBytes = 32;

/** Copies a `Text` to a position, and returns the position after it. */
function copy(text: TextSlice, target: Uint8Array, at: number): number {
  const { bytes, start, end } = text;
  if (end - start > shortBytes) target.set(bytes.subarray(start, end), at);
  else for (let i = start; i < end; i++) target[at + i - start] = bytes[i] as number;
  return at + end - start;
}

function hasAt(context: NativeContext, text: TextSlice, at: number, pattern: TextSlice): boolean {
  readText(context, text);
  readText(context, pattern);
  const fits = at >= text.start && at + pattern.end - pattern.start <= text.end;
  return fits && matchesAt(text.bytes, at, pattern);
}

function contains(context: NativeContext, text: TextSlice, pattern: TextSlice): boolean {
  readText(context, text);
  readText(context, pattern);
  return isEmpty(pattern) || createSearch(pattern)(text.bytes, text.start, text.end) >= 0;
}

function split(context: NativeContext, text: TextSlice, separator: TextSlice): TextSlice[] {
  readText(context, text);
  readText(context, separator);
  const count = isEmpty(separator) ? countScalars(text) + 2 : countPieces(text, separator);
  context.step(count);
  context.reserve(count * pieceBytes);
  return isEmpty(separator) ? splitScalars(text) : splitAt(text, separator);
}

/** Memory of one piece while it is no array yet. */
const pieceBytes = 48;

function countPieces(text: TextSlice, separator: TextSlice): number {
  const search = createSearch(separator);
  const length = separator.end - separator.start;
  let count = 1;
  for (
    let found = search(text.bytes, text.start, text.end);
    found >= 0;
    found = search(text.bytes, found + length, text.end)
  ) {
    count++;
  }
  return count;
}

function splitAt(text: TextSlice, separator: TextSlice): TextSlice[] {
  const search = createSearch(separator);
  const pieces: TextSlice[] = [];
  let start = text.start;
  for (;;) {
    const found = search(text.bytes, start, text.end);
    if (found < 0) break;
    pieces.push(text.part(start, found));
    start = found + separator.end - separator.start;
  }
  pieces.push(text.part(start, text.end));
  return pieces;
}

/** Splits by the empty separator, which stands before, between and after all characters. */
function splitScalars(text: TextSlice): TextSlice[] {
  const pieces = [text.part(text.start, text.start)];
  for (let at = text.start; at < text.end;) {
    const end = at + scalarLength(text.bytes[at] as number);
    pieces.push(text.part(at, end));
    at = end;
  }
  pieces.push(text.part(text.end, text.end));
  return pieces;
}
