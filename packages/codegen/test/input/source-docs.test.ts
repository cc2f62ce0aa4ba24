import { expect, it } from "vitest";
import { readSourceDocs } from "../../src/input/source-docs.ts";

it("reads documentation and parameters of a head over several lines", () => {
  const source = [
    "const before = (1)",
    "## Adds.",
    "## Twice.",
    "func add(",
    "  first: Int64,",
    "  second: Int64,",
    "): Int64 -> first + second",
  ];
  expect(readSourceDocs(source.join("\n"), "add")).toEqual({
    docs: "Adds.\nTwice.",
    parameters: ["first", "second"],
  });
});
