import { completeTypes, type Ty } from "@lutra/bin";
import { expect, test } from "vitest";
import { typeText } from "../../src/program/type-text.ts";
import { typeOf } from "../type-of.ts";

const named = (...path: readonly string[]): Ty => typeOf({ tag: "ident", value: path });
const tree = typeOf({
  tag: "tuple",
  value: [
    { name: "size", ty: named("std", "Int64") },
    { name: "parts", ty: typeOf({ tag: "array", value: named("Tree") }) },
  ],
});
const { ty, defs } = completeTypes(named("Tree"), [{ name: ["Tree"], ty: tree }]);

test("a definition whose line just fits stays on it", () => {
  const line = "  Tree = {size: Int64, parts: [Tree]}";
  expect(typeText(ty, defs, line.length)).toBe(`Tree\nwhere\n${line}`);
  expect(typeText(ty, defs, line.length - 1)).toBe(
    "Tree\nwhere\n  Tree = {\n    size: Int64,\n    parts: [Tree],\n  }",
  );
});

const field = (name: string | null, ty: Ty) => ({ name, ty });
const int = named("std", "Int64");
const unit = typeOf({ tag: "tuple", value: [] });
const one = typeOf({ tag: "tuple", value: [field("b", int)] });

test.each<[Ty, width: number, string]>([
  [typeOf({ tag: "array", value: typeOf({ tag: "array", value: int }) }), 1, "[[Int64]]"],
  [
    typeOf({ tag: "tuple", value: [field("a", int), field("due date", int), field(null, int)] }),
    12,
    "{\n  a: Int64,\n  `due date`: Int64,\n  Int64,\n}",
  ],
  [
    typeOf({ tag: "enum", value: [field("none", unit), field("one", one)] as never }),
    20,
    "enum {\n  none,\n  one: {b: Int64},\n}",
  ],
])("a type that is too long has a line for each part: %#", (type, width, expected) => {
  const { ty, defs } = completeTypes(type, []);
  expect(typeText(ty, defs, width)).toBe(expected);
});

test("no line is longer than the width if its parts are shorter, and one that fits is not broken", () => {
  const inner = typeOf({ tag: "tuple", value: [field("b", int), field("c", int)] });
  const type = typeOf({
    tag: "tuple",
    value: [field("a_long_name", typeOf({ tag: "array", value: inner })), field("d", inner)],
  });
  const { ty, defs } = completeTypes(type, []);
  const flat = "{a_long_name: [{b: Int64, c: Int64}], d: {b: Int64, c: Int64}}";
  expect(typeText(ty, defs, flat.length)).toBe(flat);
  const first = "  a_long_name: [{b: Int64, c: Int64}],";
  const last = "  d: {b: Int64, c: Int64},";
  expect(typeText(ty, defs, first.length)).toBe(`{\n${first}\n${last}\n}`);
  const broken = "  a_long_name: [{\n    b: Int64,\n    c: Int64,\n  }],";
  expect(typeText(ty, defs, first.length - 1)).toBe(`{\n${broken}\n${last}\n}`);
  expect(typeText(ty, defs, last.length)).toBe(`{\n${broken}\n${last}\n}`);
  const brokenLast = "  d: {\n    b: Int64,\n    c: Int64,\n  },";
  expect(typeText(ty, defs, last.length - 1)).toBe(`{\n${broken}\n${brokenLast}\n}`);
});

test("a variant that holds its own type is marked", () => {
  const list = typeOf({
    tag: "enum",
    value: [field("end", unit), field("more of it", named("List"))] as never,
  });
  const completed = completeTypes(named("List"), [{ name: ["List"], ty: list }]);
  expect(typeText(completed.ty, completed.defs, 20)).toBe(
    "List\nwhere\n  List = enum {\n    end,\n    @recursive `more of it`: List,\n  }",
  );
});

test.each([
  [498, true],
  [499, false],
])("a name is replaced by what it stands for up to 500 parts: %d fields", (count, isExpanded) => {
  const fields = Array.from({ length: count }, (_, i) => field(`f${i}`, int));
  const row = { name: ["Row"], ty: typeOf({ tag: "tuple", value: fields }) };
  const { ty, defs } = completeTypes(named("Row"), [row]);
  expect(typeText(ty, defs).startsWith("{f0: Int64, ")).toBe(isExpanded);
  expect(typeText(ty, defs).startsWith("Row where Row = {f0: Int64, ")).toBe(!isExpanded);
});

test("of a type that is too large, names of the standard library are explained without its prefix", () => {
  const pair = { name: ["std", "Pair"], ty: typeOf({ tag: "tuple", value: [field("a", int)] }) };
  const fields = Array.from({ length: 500 }, (_, i) => field(`f${i}`, named("std", "Pair")));
  const completed = completeTypes(typeOf({ tag: "tuple", value: fields }), [pair]);
  expect(typeText(completed.ty, completed.defs)).toMatch(/ where Pair = \{a: Int64\}$/);
});

test("names of the standard library stay, and its prefix is left out where they are explained", () => {
  const defs = [{ name: ["std", "Pair"], ty: typeOf({ tag: "tuple", value: [field("a", int)] }) }];
  const completed = completeTypes(typeOf({ tag: "array", value: named("std", "Pair") }), defs);
  expect(typeText(completed.ty, completed.defs)).toBe("[Pair]");
});
