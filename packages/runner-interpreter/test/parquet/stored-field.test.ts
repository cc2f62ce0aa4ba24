import type { SchemaElement, SchemaTree } from "hyparquet/src/types.js";
import { describe, expect, test } from "vitest";
import { columnNodes } from "../../src/parquet/column-node.ts";
import { isList, storedField } from "../../src/parquet/stored-field.ts";

type Repetition = NonNullable<SchemaElement["repetition_type"]>;

const node = (
  name: string,
  repetition_type: Repetition,
  element: Partial<SchemaElement>,
  children: readonly SchemaTree[] = [],
): SchemaTree => {
  return {
    element: { name, repetition_type, ...element },
    children: [...children],
    count: 1,
    path: [name],
  };
};
const number = (name: string, repetition: Repetition = "REQUIRED"): SchemaTree =>
  node(name, repetition, { type: "INT32" });
const list = (...children: readonly SchemaTree[]): SchemaTree =>
  node("list", "OPTIONAL", { converted_type: "LIST" }, children);
const repeated = (...children: readonly SchemaTree[]): SchemaTree =>
  node("repeated", "REPEATED", {}, children);

describe("a node is a list", () => {
  test.each<[string, SchemaTree, boolean]>([
    ["with a repeated group of one item", list(repeated(number("item"))), true],
    ["with a repeated item", list(number("item", "REPEATED")), true],
    [
      "if only its logical type says so",
      node("list", "REQUIRED", { logical_type: { type: "LIST" } }, [number("item", "REPEATED")]),
      true,
    ],
    ["not with an item that is not repeated", list(number("item")), false],
    ["not with a repeated group of two", list(repeated(number("a"), number("b"))), false],
    ["not with two members", list(repeated(number("a")), repeated(number("b"))), false],
    ["not without members", list(), false],
    ["not if it is not called one", node("x", "REQUIRED", {}, [number("item", "REPEATED")]), false],
    [
      "not if it is a map",
      node("x", "REQUIRED", { converted_type: "MAP" }, [number("item", "REPEATED")]),
      false,
    ],
  ])("%s", (_, tree, expected) => {
    expect(isList(tree)).toBe(expected);
    expect(storedField(tree).type === "list").toBe(expected);
  });
});

test.each([
  ["REQUIRED", "required"],
  ["OPTIONAL", "optional"],
  ["REPEATED", "repeated"],
] as const)("a node that is %s is %s", (stored, repetition) => {
  const expected = { name: "x", type: "int32", repetition, fields: [] };
  expect(storedField(number("x", stored))).toEqual(expected);
});

test("a list has one field, its item, and a group has its members", () => {
  const item = { name: "item", type: "int32", repetition: "required", fields: [] };
  expect(storedField(list(repeated(number("item")))).fields).toEqual([item]);
  expect(storedField(list(number("item", "REPEATED"))).fields).toEqual([item]);
  const group = storedField(node("group", "REQUIRED", {}, [number("item"), number("b")]));
  expect(group).toMatchObject({ type: "group", fields: [item, { name: "b" }] });
});

test("columns are found by position, whatever their names are", () => {
  const [first, second] = columnNodes([
    node("same", "REQUIRED", {}, [number("x"), list(repeated(number("y"))), number("x")]),
    node("same", "OPTIONAL", { type: "FIXED_LEN_BYTE_ARRAY", type_length: 3 }),
  ]);
  expect(first?.leaves.map(({ position, path }) => [position, path])).toEqual([
    [0, ["x"]],
    [1, ["y"]],
    [2, ["x"]],
  ]);
  expect(first?.leaves.map(({ nodes }) => nodes.at(-1)?.path.join("/"))).toEqual([
    "at0/at0",
    "at0/at1/at0/at0",
    "at0/at2",
  ]);
  expect(second?.leaves.map(({ position, nodes }) => [position, nodes.length])).toEqual([[3, 1]]);
  expect(second?.node).toEqual({
    count: 1,
    children: [],
    path: ["at1"],
    element: {
      name: "at1",
      type: "FIXED_LEN_BYTE_ARRAY",
      type_length: 3,
      repetition_type: "OPTIONAL",
    },
  });
  // Lists stay lists, and other annotations are left out.
  expect(first?.node.children[1]?.element.converted_type).toBe("LIST");
});
