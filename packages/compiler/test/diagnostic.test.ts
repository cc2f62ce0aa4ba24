import { expect, test } from "vitest";
import { readDiagnostics } from "../src/diagnostic.ts";
import { sourceFiles } from "../src/sources.ts";

const files = sourceFiles("const a = 1", 100);
const messages = (diagnostic: object): readonly string[] =>
  readDiagnostics(
    new TextEncoder().encode(JSON.stringify([{ notes: [], ...diagnostic }])),
    files,
  ).map(({ message }) => message);

test("functions that a kind of runner lacks are a diagnostic each, once", () => {
  expect(messages({ message: "no a\nno b\nno a" })).toEqual(["no a", "no b"]);
});

test("a message with a code or a place stays whole", () => {
  const message = "one\ntwo";
  expect(messages({ message, code: "E0001" })).toEqual([message]);
  expect(messages({ message, place: { source: 0, start: 0, end: 1 } })).toEqual([message]);
});
