import { renderDiagnostic } from "@lutra/compiler";
import { expect, test } from "vitest";

test("carets stand below wide characters and after tabs, and controls are escaped", () => {
  const source = 'const a = 1\n\tf("字\u001b", x)';
  const at = (offset: number) => ({ offset, line: 2, column: offset - 11 });
  const range = { file: "main.lt", start: at(21), end: at(22) };
  const drawn = renderDiagnostic({ code: "E1", message: "bad\u001b[2J", range, notes: [] }, source);
  expect(drawn.split("\n")).toEqual([
    "main.lt:2:10: error[E1]: bad\\x1B[2J",
    '2 |     f("字\\x1B", x)',
    "  |                 ^",
  ]);
});

test("a tab ends at the next stop", () => {
  const source = "ab\tc\tx";
  const at = (offset: number) => ({ offset, line: 1, column: offset + 1 });
  const range = { file: "main.lt", start: at(5), end: at(6) };
  const drawn = renderDiagnostic({ code: undefined, message: "bad", range, notes: [] }, source);
  expect(drawn.split("\n").slice(1)).toEqual(["1 | ab  c   x", "  |         ^"]);
});
