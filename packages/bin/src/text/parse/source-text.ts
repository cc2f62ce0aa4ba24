import type { TextCursor } from "./text-cursor.ts";

/** Passes blanks, line ends and `#` comments. */
export function skipBlank(cursor: TextCursor): void {
  const { text } = cursor;
  for (;;) {
    const code = text.charCodeAt(cursor.at);
    if (code === 0x23) {
      const end = text.indexOf("\n", cursor.at);
      cursor.at = end < 0 ? text.length : end + 1;
    } else if (code === 0x20 || (code >= 0x09 && code <= 0x0d) || code === 0xfeff) {
      cursor.at++;
    } else return;
  }
}

const bareName = /[A-Za-z_$][A-Za-z0-9_]*/y;
const quotedName = /`[^`\n]*`/y;

/** Takes a name, bare or in back-ticks. */
export function takeName(cursor: TextCursor): string | undefined {
  return cursor.match(bareName) ?? cursor.match(quotedName)?.slice(1, -1);
}

const literalPrefix = /const(?=[\s`])/y;

/** Passes `const name =`, which a file with one value may begin with. */
export function skipConstPrefix(cursor: TextCursor): void {
  skipBlank(cursor);
  const start = cursor.at;
  if (cursor.match(literalPrefix) === undefined) return;
  skipBlank(cursor);
  const named = takeName(cursor) !== undefined;
  skipBlank(cursor);
  // A variant may be called `const` too.
  if (!named || !cursor.take("=")) cursor.at = start;
}

const plainCharacters = /[^"\\]*/y;
const escapeSequence = /\\(?:[nrt0\\"']|x[0-7][0-9a-fA-F]|u\{[0-9a-fA-F]{1,6}\})/y;
const simpleEscapes: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  "0": "\0",
  "\\": "\\",
  '"': '"',
  "'": "'",
};

/** Takes a string in quotes and returns its characters. */
export function takeQuotedText(cursor: TextCursor): string {
  const start = cursor.at;
  if (!cursor.take('"')) cursor.expected('a Text in double quotes, like "abc"');
  let text = "";
  for (;;) {
    text += cursor.match(plainCharacters) ?? "";
    if (cursor.take('"')) return text;
    if (cursor.at >= cursor.text.length)
      cursor.fail('the text that starts here has no closing "', start);
    text += takeEscape(cursor);
  }
}

function takeEscape(cursor: TextCursor): string {
  const start = cursor.at;
  const sequence = cursor.match(escapeSequence);
  if (sequence === undefined)
    cursor.expected(
      "one of \\n \\r \\t \\0 \\\\ \\\" \\' \\x00-\\x7f \\u{...}; write \\\\ for a backslash",
    );
  const kind = sequence.charAt(1);
  if (kind !== "x" && kind !== "u") return simpleEscapes[kind] ?? "";
  const code = Number.parseInt(sequence.replaceAll(/[^0-9a-fA-F]/g, ""), 16);
  const isCharacter = code <= 0x10_ffff && (code < 0xd800 || code > 0xdfff);
  if (!isCharacter) cursor.fail(`${sequence} is no Unicode character`, start);
  return String.fromCodePoint(code);
}

const clockToken = /@?[+-]?\d+[-:][0-9T:.+Z-]*/y;
const radixToken = /[+-]?0[xob][0-9a-fA-F_]+/y;
const decimalToken = /[+-]?\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?/y;
const wordToken = /-?[A-Za-z]+/y;

/** Takes a scalar other than a string: without `@` and underscores, in decimal. */
export function takeScalar(cursor: TextCursor): string | undefined {
  const clock = cursor.match(clockToken);
  // Without its mark a date is no literal, though it would be one number less another.
  if (clock !== undefined) return clock.startsWith("@") ? clock.slice(1) : undefined;
  const radix = cursor.match(radixToken);
  if (radix !== undefined) return inDecimal(radix.replaceAll("_", ""));
  return cursor.match(decimalToken)?.replaceAll("_", "") ?? cursor.match(wordToken);
}

/** Converts a literal to decimal. Text that no type can hold stays as it is, and is refused where ranges are known. */
function inDecimal(radix: string): string {
  const [, sign = "", prefix, digits = ""] =
    /^([+-]?)0([xob])(?=.)0*([0-9a-f]*)$/i.exec(radix) ?? [];
  // No type holds more than 64 binary digits, and reading more takes quadratic time.
  if (prefix === undefined || digits.length > 64) return radix;
  const number = `0${prefix}${digits || "0"}`;
  if (!/^0(?:x[0-9a-f]+|o[0-7]+|b[01]+)$/i.test(number)) return radix;
  return `${sign === "-" ? "-" : ""}${BigInt(number)}`;
}
