import { describe, expect, test } from "vitest";
import { codecFor } from "../../src/codecs/codec-for.ts";
import type { Ty } from "../../src/types/ty.ts";
import { TypeViews } from "../../src/types/type-view.ts";
import { array, enumOf, ident, option, std, tuple, unit } from "../support/make-ty.ts";

const int = std("Int8");
const defs = [
  { name: ["Nothing"], ty: unit },
  { name: ["Byte"], ty: std("Uint8") },
  { name: ["Self"], ty: option(ident("Self")) },
  { name: ["Ping"], ty: option(ident("Pong")) },
  { name: ["Pong"], ty: option(ident("Ping")) },
];

function shapeOf(ty: Ty): string {
  const view = new TypeViews(defs).of(ty);
  return view.kind === "enum" || view.kind === "tuple" ? view.shape : view.kind;
}

describe("enums", () => {
  test.each<[string, Ty, string]>([
    ["an option of a number", option(int), "option"],
    ["an option of an option", option(option(int)), "tagged"],
    ["an option of an option of an option", option(option(option(int))), "option"],
    ["an option of unit", option(unit), "names"],
    ["an option of unit under a name", option(ident("Nothing")), "names"],
    ["an option of an option of unit", option(option(unit)), "option"],
    ["options in another order", enumOf(["some", int], ["none"]), "tagged"],
    [
      "an option whose none has a name for unit",
      enumOf(["none", ident("Nothing")], ["some", int]),
      "tagged",
    ],
    ["an option of itself", ident("Self"), "tagged"],
    ["an option of an option of itself", option(ident("Self")), "option"],
    ["options of each other", ident("Ping"), "tagged"],
    ["a third variant", enumOf(["none"], ["some", int], ["other"]), "tagged"],
    ["a first variant that is not none", enumOf(["nothing"], ["some", int]), "tagged"],
    ["a second variant that is not some", enumOf(["none"], ["other", int]), "tagged"],
    ["names only", enumOf(["a"], ["b"]), "names"],
  ])("%s", (_, ty, shape) => {
    expect(shapeOf(ty)).toBe(shape);
  });
});

test("forms of enums do not depend on which is asked for first", () => {
  const chain = [option(int)];
  for (let i = 1; i < 5; i++) chain.push(option(chain[i - 1]!));
  const around = [ident("Ping"), option(ident("Ping")), option(option(ident("Pong")))];
  const expected = new Map([
    ...chain.map((ty, i) => [ty, i % 2 === 0 ? "option" : "tagged"] as const),
    ...around.map((ty, i) => [ty, i === 1 ? "option" : "tagged"] as const),
  ]);
  const orders = [...expected.keys()].map((first) => [first, ...expected.keys()]);
  for (const order of [...orders, [...expected.keys()].reverse()]) {
    const views = new TypeViews(defs);
    for (const ty of order) expect(views.of(ty)).toMatchObject({ shape: expected.get(ty) });
  }
});

test.each<[string, Ty, string]>([
  ["every field has a name", tuple(["a", int], ["b", int]), "object"],
  ["a name is there twice", tuple(["a", int], ["a", int]), "array"],
  ["a name is missing", tuple(["a", int], [null, int]), "array"],
  ["there are no fields", ident("Nothing"), "unit"],
  ["items are bytes under a name", array(ident("Byte")), "bytes"],
  ["items are bytes with a sign", array(int), "array"],
])("a type where %s", (_, ty, shape) => {
  expect(shapeOf(ty)).toBe(shape);
});

test("values are those of the codecs", () => {
  const bytes = Uint8Array.of(1, 1, 5);
  expect(codecFor(option(option(int)), defs).decode(bytes)).toStrictEqual({
    tag: "some",
    value: 5,
  });
});
