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

test("notes have their own lines, and colours tell the parts apart", () => {
  const source = "func a()\r\n  -> 1 +\n  2\nb";
  const at = (offset: number, line: number, column: number) => ({ offset, line, column });
  const over = { file: "main.lt", start: at(12, 2, 3), end: at(22, 3, 4) };
  const end = { file: "main.lt", start: at(23, 4, 1), end: at(24, 4, 2) };
  const elsewhere = { ...end, file: "gone.lt" };
  const fault = {
    code: "E1",
    message: "one\ntwo",
    range: { ...over, start: at(5, 1, 6), end: at(22, 3, 4) },
    notes: [
      { message: "three\nfour", range: over },
      { message: "at the end", range: end },
      { message: "no source", range: elsewhere },
      { message: "no place", range: undefined },
    ],
  };
  const plain = [
    "main.lt:1:6: error[E1]: one",
    "two",
    "1 | func a()",
    "  |      ^^^",
    "note: three",
    "four (main.lt:2:3)",
    "2 |   -> 1 +",
    "  |   ^^^^^^",
    "note: at the end (main.lt:4:1)",
    "4 | b",
    "  | ^",
    "note: no source (gone.lt:4:1)",
    "note: no place",
  ].join("\n");
  expect(renderDiagnostic(fault, source)).toBe(plain);
  const colored = renderDiagnostic(fault, source, { color: true });
  // eslint-disable-next-line no-control-regex
  expect(colored.replaceAll(/\x1b\[\d+m/g, "")).toBe(plain);
  const part = (code: number, text: string): string => `\x1b[${code}m${text}\x1b[0m`;
  expect(colored.split("\n")[0]).toBe(
    `${part(1, "main.lt:1:6: ")}${part(31, "error[E1]")}\x1b[1m: one`,
  );
  expect(colored).toContain(
    `${part(34, "1 |")} func a()\n${part(34, "  |")}      ${part(31, "^^^")}`,
  );
  expect(colored).toContain(`${part(34, "note")}: three`);
  expect(colored).toContain(`${part(34, "  |")}   ${part(34, "^^^^^^")}`);
});
