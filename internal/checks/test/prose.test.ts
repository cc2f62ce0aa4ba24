import { describe, expect, it } from "vitest";
import { proseProblems } from "../src/prose.ts";

describe("proseProblems", () => {
  it.each([
    ["a verb", "/** Returns the size of a frame. */"],
    ["a noun", "/** Longest time that a call may take. */"],
    ["a headless word that is no opening", "/** Number of bytes. What is over it is cut off. */"],
    ["a word in code", "const whoever = a.behind;"],
    ["a place", "// It works behind a reverse proxy, and with payloads behind a pointer."],
    ["a place with a name", "  name: `over TCP behind ${tcpBalancer.name}`,"],
    ["things that stay", "// A test leaves no file behind."],
    ["Lutra's type", "// A `Text` is not a Text by itself."],
    ["the verb of a function", "/** Checks for a field. */\nfunction isField(x) {"],
    [
      "the verb of a method",
      "/**\n * Numbers the fields.\n *\n * @throws Error\n */\n  #number(x) {",
    ],
    ["the noun of a getter", "/** Number of fields. */\n  get size(): number {"],
    ["the noun of a constructor's docblock", "/** Room for fields. */\n  constructor(x) {"],
    ["the noun of a constant", "/** Fields of a row. */\nconst fields = rows();"],
  ])("allows %s", (_, line) => {
    expect(proseProblems("src/a.ts", line)).toEqual([]);
  });

  it.each([
    ["/** What a frame costs. */", 'not with "What"'],
    ["/** Whether it runs. */", 'not with "Whether"'],
    ["/**\n * How many bytes there are.\n */", "a.ts:2: a docblock opens with a verb or a noun"],
    ["/** The size of a frame. */\nexport function size(a) {", "opens with a verb in the third"],
    ["/** Names of fields. */\nconst names = (row) => row;", 'not with "Names"'],
    ["/** As {@link a}. */\n  async b<T>(x) {", 'not with "As"'],
    [
      "/**\n * A frame.\n *\n * @throws Error\n */\nfunction* frames(a) {",
      "a.ts:2: the docblock of",
    ],
    ["/** Error that a frame raises. */", 'instead of "raises"'],
    ["// Bytes behind the value are ignored.", 'write "after" instead of "behind"'],
    ["const a = 1; // for whoever calls", 'instead of "whoever"'],
    ['throw new Error("got a text");', 'write "a string" instead of "a text"'],
    ["throw new Error(`${name} has no form`);", 'instead of "has no form"'],
    ["/** Gives back a buffer. */", 'write "returns" instead of "Gives back"'],
    ["// nobody needs it", 'write "no one" instead of "nobody"'],
    ["// This is what it costs.", "the noun itself"],
    ["// a packet of the serializer", '"frame" or "message"'],
  ])("refuses %j", (text, problem) => {
    expect(proseProblems("src/a.ts", text)).toEqual([expect.stringContaining(problem)]);
  });

  it("reads comments of tests, and leaves their strings alone", () => {
    expect(proseProblems("test/a.test.ts", 'test("answers whoever asks", f);')).toEqual([]);
    expect(proseProblems("test/a.test.ts", "// nobody")).toHaveLength(1);
  });

  it("reads pages but for their code, with the numbers of their lines", () => {
    const page = "One.\n\n```ts\n// nobody\n```\n\nSo `nobody` asks nobody.\n";
    expect(proseProblems("a.md", page)).toEqual([expect.stringContaining("a.md:7: ")]);
  });
});
