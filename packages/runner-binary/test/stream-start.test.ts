import { expect, test } from "vitest";
import { StreamStart } from "../src/stream-start.ts";

/** Returns what a stream is told to carry, by its first bytes. */
function foreign(start: string | readonly number[], isBroken = true): string | undefined {
  const stream = new StreamStart();
  const bytes = typeof start === "string" ? Buffer.from(start, "latin1") : Uint8Array.from(start);
  for (const byte of bytes) stream.add(new Uint8Array([byte]));
  return stream.foreign(isBroken);
}

test.each([
  ["the end of the bytes", "hello", true],
  ["a line feed", "hello\n\u0000", true],
  ["a carriage return", "hello\r\n", true],
  ["another control", "hello\u0000", false],
  ["a character outside of ASCII", "hello\u00e9", false],
])("a short text is told if %s follows", (_, start, isTold) => {
  expect(foreign(start)?.startsWith('text ("hello"), not frames') === true).toBe(isTold);
});

test("the first and the last printable character are told, and the control after it is none", () => {
  expect(foreign("hello ~\n")).toMatch(/^text \("hello ~"\)/);
  expect(foreign("hello\u007f")).toBeUndefined();
});

test("a string of four characters may be the length of a frame", () => {
  expect(foreign("abcd\n")).toBeUndefined();
  expect(foreign("abcde\n")).toMatch(/^text/);
});

test("of a long text, the first 64 characters are told", () => {
  expect(foreign("a".repeat(100))).toContain(`text ("${"a".repeat(64)}")`);
});

test("a stream that may still be valid counts as text from nine characters on", () => {
  expect(foreign("abcdefgh\n", false)).toBeUndefined();
  expect(foreign("abcdefghi\n", false)).toMatch(/^text/);
});

test.each([
  ["GET /secret HTTP/1.1", "HTTP (GET)"],
  ["HTTP/1.1 400 Bad Request", "HTTP (HTTP/1.1 400)"],
])("HTTP is told without its paths: %s", (start, what) => {
  expect(foreign(start)).toMatch(what);
  expect(foreign(start)).not.toContain("secret");
});

test("the hello of TLS is told at once, its warnings once the stream is broken", () => {
  const hello = [0x16, 3, 1, 0, 200, 1, 0, 0, 196, 3, 3];
  expect(foreign(hello, false)).toMatch(/^TLS/);
  for (const at of [0, 1, 5, 9]) expect(foreign(hello.with(at, 9), false)).toBeUndefined();
  const alert = [0x15, 3, 3, 0, 2, 2, 40];
  expect(foreign(alert)).toMatch(/^TLS/);
  expect(foreign(alert.with(5, 1))).toMatch(/^TLS/);
  expect(foreign(alert, false)).toBeUndefined();
  expect(foreign(alert.slice(0, 5))).toBeUndefined();
  for (const changed of [alert.with(5, 3), alert.with(5, 0), alert.with(4, 3), alert.with(3, 1)])
    expect(foreign(changed)).toBeUndefined();
});
