import type { ParseOptions } from "./parse-options.ts";
import { TextCursor } from "./text-cursor.ts";

/** A piece of JSON before its type is known. Numbers keep their digits. */
export type JsonNode =
  | { readonly kind: "null" | "true" | "false"; readonly at: number }
  | { readonly kind: "number" | "string"; readonly at: number; readonly text: string }
  | { readonly kind: "array"; readonly at: number; readonly items: readonly JsonNode[] }
  | { readonly kind: "object"; readonly at: number; readonly members: readonly JsonMember[] };

/** A member of an object. */
export interface JsonMember {
  readonly name: string;
  readonly at: number;
  readonly value: JsonNode;
}

/**
 * Reads a whole JSON text from a string.
 *
 * @throws ParseError for text that is not JSON, or nests deeper than `options.maxNesting`
 */
export function parseJsonNode(text: string, options: ParseOptions = {}): JsonNode {
  return readJson(new TextCursor(text, options));
}

/**
 * Reads a whole JSON text.
 *
 * Types are applied afterwards, as the tag of an enum may stand after its value, and `JSON.parse` would lose digits.
 *
 * @throws ParseError for text that is not JSON
 */
export function readJson(cursor: TextCursor): JsonNode {
  const node = readNode(cursor);
  skipSpace(cursor);
  if (cursor.at < cursor.text.length) cursor.expected("the end of the text");
  return node;
}

const space = /[ \t\r\n]*/y;
const numberToken = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// oxlint-disable-next-line no-control-regex -- the pattern looks for them
const plainCharacters = /[^"\\\u0000-\u001f]*/y;
const escapeSequence = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

function skipSpace(cursor: TextCursor): void {
  cursor.match(space);
}

function readNode(cursor: TextCursor): JsonNode {
  skipSpace(cursor);
  const { at } = cursor;
  switch (cursor.text.charAt(at)) {
    case '"':
      return { kind: "string", at, text: readString(cursor) };
    case "[":
      return { kind: "array", at, items: readItems(cursor) };
    case "{":
      return { kind: "object", at, members: readMembers(cursor) };
    default: {
      for (const kind of ["null", "true", "false"] as const) {
        if (cursor.take(kind)) return { kind, at };
      }
      const text = cursor.match(numberToken) ?? cursor.expected("a JSON value");
      return { kind: "number", at, text };
    }
  }
}

function readItems(cursor: TextCursor): readonly JsonNode[] {
  cursor.take("[");
  skipSpace(cursor);
  const items: JsonNode[] = [];
  if (cursor.take("]")) return items;
  do {
    cursor.enter(items.length);
    items.push(readNode(cursor));
    cursor.leave();
    skipSpace(cursor);
  } while (cursor.take(","));
  if (!cursor.take("]")) cursor.expected(", or ] after an item");
  return items;
}

function readMembers(cursor: TextCursor): readonly JsonMember[] {
  cursor.take("{");
  skipSpace(cursor);
  const members: JsonMember[] = [];
  if (cursor.take("}")) return members;
  do {
    skipSpace(cursor);
    const { at } = cursor;
    const name = readString(cursor);
    skipSpace(cursor);
    if (!cursor.take(":")) cursor.expected(`: after the name ${JSON.stringify(name)}`);
    cursor.enter(name);
    members.push({ name, at, value: readNode(cursor) });
    cursor.leave();
    skipSpace(cursor);
  } while (cursor.take(","));
  if (!cursor.take("}")) cursor.expected(", or } after a member");
  return members;
}

function readString(cursor: TextCursor): string {
  const { at: start, text } = cursor;
  if (!cursor.take('"')) cursor.expected('a name in double quotes, like "id"');
  cursor.match(plainCharacters);
  if (cursor.take('"')) return text.slice(start + 1, cursor.at - 1);
  do {
    if (cursor.at >= text.length)
      cursor.fail('the string that starts here has no closing "', start);
    if (cursor.match(escapeSequence) === undefined)
      cursor.expected('an escape such as \\n or \\u0041, a plain character or "');
    cursor.match(plainCharacters);
  } while (!cursor.take('"'));
  return JSON.parse(text.slice(start, cursor.at)) as string;
}
