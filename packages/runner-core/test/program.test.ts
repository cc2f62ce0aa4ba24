import { expect, test } from "vitest";
import { programFromBytes } from "../src/index.ts";

test.each([
  [0, "sqlPostgres"],
  [1, "sqlDuckDb"],
  [2, "bytecodeLt"],
])("tag %d is %s", (tag, kind) => {
  const bytes = new Uint8Array([tag, 4, 0, 0, 0]);
  const program = programFromBytes(bytes);
  expect(program.kind).toBe(kind);
  expect(program.bytes).toBe(bytes);
});

test.each([[[]], [[2, 4, 0, 0]], [[3, 4, 0, 0, 0]]])("%j is no program", (bytes) => {
  expect(() => programFromBytes(new Uint8Array(bytes))).toThrow(TypeError);
});

test.each([
  [[], /got 0 bytes$/],
  [[2], /got 1 bytes starting with 2$/],
] as const)("bytes that are too short for a program are counted: %j", (bytes, message) => {
  expect(() => programFromBytes(new Uint8Array(bytes))).toThrow(message);
});

test.each([
  ["\u0002\u0004", "string"],
  [Promise.resolve(new Uint8Array(5)), "object"],
  [new ArrayBuffer(5), "object"],
  [[2, 4, 0, 0, 0], "object"],
  [undefined, "undefined"],
  [null, "object"],
])("%o is no program's bytes", (bytes, got) => {
  const message = `expected bytes, got ${got}: await a file read without encoding`;
  expect(() => programFromBytes(bytes as never)).toThrow(new TypeError(message));
});
