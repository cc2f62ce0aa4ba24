import { codecFor, completeTypes, type Ty } from "@lutra/bin";
import { describe, expect, test } from "vitest";
import { checkTarget, writeOutput } from "../src/output.ts";
import { fakeIo } from "./fake-io.ts";
import { typeOf } from "./type-of.ts";

const text = typeOf({ tag: "ident", value: ["std", "Text"] });
const arrayOf = (item: Ty): Ty => typeOf({ tag: "array", value: item });

/** Returns what a person sees of an output. */
async function shown(
  value: unknown,
  type: Ty,
  io: { readonly terminal: boolean; readonly columns?: number },
): Promise<string> {
  const { ty, defs } = completeTypes(type, []);
  const side = { ty, codec: codecFor(ty, defs) };
  const fake = fakeIo(io);
  const target = { path: undefined, format: "table" };
  await writeOutput(side.codec.encode(value), target, { input: side, output: side, defs }, fake);
  return fake.out();
}

const widest = (table: string): number => Math.max(...table.split("\n").map((line) => line.length));

describe("a table on a terminal", () => {
  const rows = Array.from({ length: 20_000 }, (_, i) => `row ${i}`);

  test("shows the first rows, and says how to see all", async () => {
    const lines = (await shown(rows, arrayOf(text), { terminal: true })).split("\n");
    expect(lines.slice(-3)).toEqual(["19 row 19", "... 19,980 more; --format csv shows all", ""]);
  });

  test("shows 20 rows without a word", async () => {
    const out = await shown(rows.slice(0, 20), arrayOf(text), { terminal: true });
    expect(out).toMatch(/\n19 row 19\n$/);
  });

  test("uses the width that there is", async () => {
    const long = "x".repeat(150);
    expect(await shown([long], arrayOf(text), { terminal: true, columns: 200 })).toContain(long);
    const narrow = await shown([long], arrayOf(text), { terminal: true, columns: 60 });
    expect(widest(narrow)).toBe(60);
    expect(widest(await shown([long], arrayOf(text), { terminal: true }))).toBe(80);
  });

  test("shows rows in rows", async () => {
    const item = typeOf({ tag: "tuple", value: [{ name: "sku", ty: text }] });
    const order = typeOf({ tag: "tuple", value: [{ name: "items", ty: arrayOf(item) }] });
    const out = await shown([{ items: [{ sku: "otter" }] }], arrayOf(order), { terminal: true });
    expect(out).toContain("0 otter");
    expect(out).not.toContain("…");
  });
});

test("a table elsewhere has columns that a timestamp fits into", async () => {
  const out = await shown(["x".repeat(27)], arrayOf(text), { terminal: false });
  expect(out).toContain(`0 ${"x".repeat(25)}…\n`);
});

test("a table elsewhere has all rows", async () => {
  const rows = Array.from({ length: 30 }, (_, i) => `row ${i}`);
  expect(await shown(rows, arrayOf(text), { terminal: false })).toMatch(/\n29 row 29\n$/);
});

test.each([
  ["ld", undefined],
  ["ltd", "-"],
] as const)("%s is refused for a terminal: %s", async (format, path) => {
  const checked = checkTarget({ path, format }, fakeIo({ terminal: true }));
  await expect(checked).rejects.toThrow(`${format} is bytes, which are not for a terminal`);
});

test.each([
  ["ld", false],
  ["json", true],
  ["table", true],
] as const)("%s may be written to standard output, a terminal: %s", async (format, terminal) => {
  const checked = checkTarget({ path: undefined, format }, fakeIo({ terminal }));
  await expect(checked).resolves.toBeUndefined();
});
