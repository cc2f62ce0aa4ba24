import type { Ty, TyDef } from "@lutra/bin";
import { describe, expect, test } from "vitest";
import { argumentWriter, ProgramTypes, TextBudget } from "../src/index.ts";

const type = (kind: Ty["kind"]): Ty => ({ kind, layout: null, name: null, variantsRecursive: [] });
const std = (name: string): Ty => type({ tag: "ident", value: ["std", name] });
const tuple = (...fields: readonly Ty[]): Ty =>
  type({ tag: "tuple", value: fields.map((ty) => ({ name: null, ty })) });
const named = (level: number): Ty => type({ tag: "ident", value: [`A${level}`] });

/** Returns tuples of two, each of which is twice in the next. */
function shared(leaf: Ty, depth: number): readonly TyDef[] {
  return Array.from({ length: depth + 1 }, (_, i) => ({
    name: [`A${i}`],
    ty: i === 0 ? leaf : tuple(named(i - 1), named(i - 1)),
  }));
}

const forms = {
  scalar: () => (value: unknown) => value,
  whole: () => (value: unknown, text: TextBudget) => {
    text.take(String(value).length);
    return value;
  },
  tag: (index: number): unknown => index,
};

describe("types that share definitions", () => {
  test("are inputs with up to 65535 arguments", () => {
    const types = new ProgramTypes(shared(std("Int8"), 60), (name) => name);
    expect(argumentWriter(types, named(3), forms).count).toBe(8);
    expect(argumentWriter(types, named(15), forms).count).toBe(32_768);
    expect(() => argumentWriter(types, named(16), forms)).toThrow("an input of 65536 parts");
    expect(() => argumentWriter(types, named(60), forms)).toThrow("the type is too large");
  });

  test("are not walked where they hold nothing", () => {
    const defs = shared(tuple(), 60);
    const types = new ProgramTypes(defs, (name) => name);
    const writer = argumentWriter(types, tuple(named(60), std("Int8"), named(60)), forms);
    const args: unknown[] = [];
    writer.write([[], 7, []], args, new TextBudget(1));
    expect(args).toEqual([7]);
  });
});

test("the text of an input has a limit that grows with the input", () => {
  const types = new ProgramTypes([], (name) => name);
  const list = type({ tag: "array", value: std("Int8") });
  const { write } = argumentWriter(types, tuple(list, list), forms);
  const million = "x".repeat(2 ** 20);
  const send = (bytes: number): unknown => write([million, "x"], [], new TextBudget(bytes));
  expect(() => send(0)).toThrow("longer than the 1048576 characters");
  expect(() => send(1)).not.toThrow();
});

test("of each byte of input 128 characters may come, and a million of any", () => {
  for (const bytes of [0, 1, 100]) {
    const most = 2 ** 20 + 128 * bytes;
    const text = new TextBudget(bytes);
    text.take(most - 1);
    text.take(1);
    expect(() => text.take(1)).toThrow(`longer than the ${most} characters`);
  }
});

test("an enum is its tag and the parts of all variants, and an option the value or none", () => {
  const types = new ProgramTypes([], (name) => name);
  const pair = tuple(std("Int8"), std("Int8"));
  const unit = tuple();
  const shape = type({
    tag: "enum",
    value: [
      { name: "none", ty: unit },
      { name: "one", ty: std("Int8") },
      { name: "two", ty: pair },
    ],
  });
  const option = type({
    tag: "enum",
    value: [
      { name: "none", ty: unit },
      { name: "some", ty: std("Int8") },
    ],
  });
  const written = (ty: Ty, value: unknown): readonly unknown[] => {
    const args: unknown[] = [];
    const { count, write } = argumentWriter(types, ty, forms);
    write(value, args, new TextBudget(0));
    expect(args).toHaveLength(count);
    return args;
  };
  expect(written(shape, { tag: "none" })).toEqual([0, null, null, null]);
  expect(written(shape, { tag: "one", value: 7 })).toEqual([1, 7, null, null]);
  expect(written(shape, { tag: "two", value: [8, 9] })).toEqual([2, null, 8, 9]);
  expect(written(option, null)).toEqual([null]);
  expect(written(option, 7)).toEqual([7]);
});
