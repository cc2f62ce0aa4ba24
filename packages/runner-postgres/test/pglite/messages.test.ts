import { expect, test } from "vitest";
import { statementMessages } from "../../src/pglite/messages.ts";

test("a statement is Parse, Bind, Execute and Sync, with its values as text", () => {
  const bytes = Buffer.from(statementMessages("SELECT $1", ["é", null]));
  const messages: (readonly [letter: string, content: string])[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = bytes.readUInt32BE(at + 1);
    const content = bytes.subarray(at + 5, at + 1 + length);
    messages.push([bytes.toString("latin1", at, at + 1), content.toString("hex")]);
    at += 1 + length;
  }
  const zeros = (count: number): string => "00".repeat(count);
  expect(messages).toEqual([
    ["P", `00${Buffer.from("SELECT $1").toString("hex")}00${zeros(2)}`],
    ["B", `${zeros(2)}${zeros(2)}0002${"00000002c3a9"}${"ffffffff"}${zeros(2)}`],
    ["E", zeros(1 + 4)],
    ["S", ""],
  ]);
});

test("a statement has at most 65,535 parameters", () => {
  const parameters = Array<null>(65_535).fill(null);
  expect(statementMessages("", parameters).length).toBeGreaterThan(4 * 65_535);
  expect(() => statementMessages("", [...parameters, null])).toThrow(RangeError);
});
