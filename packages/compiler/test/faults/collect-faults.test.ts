import { expect, test } from "vitest";
import type { Diagnostic } from "../../src/diagnostic.ts";
import { collectFaults } from "../../src/faults/collect-faults.ts";

/** Returns a fault between two offsets of `main.lt`. */
function faultAt(start: number, end: number, code: string): Diagnostic {
  const at = (offset: number) => ({ offset, line: 1, column: offset + 1 });
  return {
    code,
    message: "wrong",
    range: { file: "main.lt", start: at(start), end: at(end) },
    notes: [],
  };
}

/** Returns the text that is checked after a first fault; `undefined` if none is. */
async function checkedAfter(source: string, fault: Diagnostic): Promise<string | undefined> {
  let checked: string | undefined;
  const found = await collectFaults([fault], new Map([["main.lt", source]]), async (texts) => {
    checked = texts.get("main.lt");
    return [];
  });
  expect(found).toEqual([fault]);
  return checked;
}

test("a fault of types at the first character of a definition is one of that definition alone", async () => {
  const first = "const a = 1\n";
  const second = "const b = 2";
  const fault = faultAt(first.length, first.length + 5, "E0001");
  expect(await checkedAfter(first + second, fault)).toBe(first + " ".repeat(second.length));
});

test("a fault of types that ends where a definition begins is one of the definition before", async () => {
  const first = "const a = 1\n";
  const second = "const b = 2";
  const fault = faultAt(6, first.length, "E0001");
  expect(await checkedAfter(first + second, fault)).toBe(`${" ".repeat(11)}\n${second}`);
});

test("a fault of syntax where the first definition of a module begins is one of that definition", async () => {
  const source = "module m { const a = 1 }";
  const at = source.indexOf("const");
  const fault = faultAt(at, at + 5, "E0003");
  expect(await checkedAfter(source, fault)).toBe(`module m { ${" ".repeat(12)}}`);
});

test.each(["", "const z = 1\n"])(
  "of a function that says what it returns, after %j, only a body with a fault is taken out",
  async (before) => {
    const definition = "func a(x: Int64): Int64 -> x + missing + missing";
    const source = before + definition;
    const arrow = source.indexOf("->");
    const declared = "external func a(x: Int64): Int64 ".padEnd(definition.length);
    const body = source.indexOf("missing");
    expect(await checkedAfter(source, faultAt(body, body + 7, "E0001"))).toBe(before + declared);
    const fault = faultAt(arrow, arrow + 2, "E0001");
    expect(await checkedAfter(source, fault)).toBe(before + " ".repeat(definition.length));
  },
);

test("a user of a missing definition is no fault, however long the name is", async () => {
  const name = "a".repeat(300);
  const source = `const ${name} = 1\nfunc b() -> ${name}`;
  const first = faultAt(6, 306, "E0001");
  const use = source.lastIndexOf(name);
  const follows = { ...faultAt(use, use + 300, "E0001"), message: "name does not exist" };
  const found = await collectFaults([first], new Map([["main.lt", source]]), async (texts) =>
    texts.get("main.lt")!.includes("func b") ? [follows] : [],
  );
  expect(found).toEqual([first]);
});

test("sources are checked again up to 30 times", async () => {
  const line = "const a = 1\n";
  const fault = (round: number) => faultAt(round * line.length, round * line.length + 5, "E0001");
  let rounds = 0;
  const texts = new Map([["main.lt", line.repeat(40)]]);
  const found = await collectFaults([fault(0)], texts, async () => [fault(++rounds)]);
  expect([rounds, found.length]).toEqual([30, 30]);
});

test("faults are in the order of files and places; those without a place come first", async () => {
  const texts = new Map([
    ["b.lt", "const a = 1\nconst b = 1"],
    ["a.lt", "const c = 1"],
  ]);
  const fault = (file: string, start: number): Diagnostic => {
    const { range, ...rest } = faultAt(start, start + 1, "E0001");
    return { ...rest, range: { ...range!, file } };
  };
  const nowhere: Diagnostic = { code: "E0001", message: "wrong", range: undefined, notes: [] };
  const ordered = [nowhere, fault("b.lt", 1), fault("b.lt", 13), fault("a.lt", 1)];
  for (const order of [
    [3, 2, 1, 0],
    [1, 3, 0, 2],
    [2, 0, 3, 1],
  ]) {
    const first = order.map((i) => ordered[i]!);
    expect(await collectFaults(first, texts, async () => undefined)).toEqual(ordered);
  }
});

test("a fault outside of definitions ends the search", async () => {
  expect(await checkedAfter("1 + 2\nconst a = 1", faultAt(0, 1, "E0001"))).toBeUndefined();
});

test("faults of what is left of a definition are none", async () => {
  const source = "func a(x: Int64): Int64 -> missing + missing\nconst b = 1\nconst c = 1";
  const body = source.indexOf("missing");
  const [b, c] = [source.indexOf("const b"), source.indexOf("const c")];
  const ofBody = faultAt(body, body + 7, "E0001");
  const ofB = faultAt(b, b + 5, "E0001");
  const ofC = faultAt(c, c + 5, "E0001");
  const later = [[faultAt(5, 6, "E0001"), faultAt(b, b + 3, "E0002"), ofC], []];
  const found = await collectFaults([ofBody, ofB], new Map([["main.lt", source]]), async () =>
    later.shift(),
  );
  expect(found).toEqual([ofBody, ofB, ofC]);
});
