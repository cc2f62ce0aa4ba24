import { expect, test } from "vitest";
import {
  bytesText,
  describeRequest,
  describeResponse,
} from "../../src/inspect/describe-message.ts";

const bytes = (length: number): Uint8Array => new Uint8Array(length).fill(10);

test.each([
  [0, "0 bytes"],
  [1, "1 byte  0a"],
  [24, `24 bytes  ${"0a ".repeat(23)}0a`],
  [25, `25 bytes  ${"0a ".repeat(23)}0a ...`],
])("%d bytes show at most 24 of them", (length, expected) => {
  expect(bytesText(bytes(length))).toBe(expected);
});

test.each([
  ["", '""'],
  ["a".repeat(200), `"${"a".repeat(200)}"`],
  ["a".repeat(201), `"${"a".repeat(200)}" ... (201 characters)`],
  ["\u001b\n\u202e", '"\\u001b\\n\\u{202e}"'],
])("a string shows at most 200 characters, and none that a terminal obeys", (source, expected) => {
  const response = { kind: "getInterface", id: 1, source } as const;
  expect(describeResponse(response)).toBe(`interface ${expected}`);
});

test("a program that is none is shown by its bytes", () => {
  const request = { kind: "prepare", id: 1, programId: 7, program: bytes(2) } as const;
  expect(describeRequest(request)).toBe("prepare program 7: no program, 2 bytes  0a 0a");
});
