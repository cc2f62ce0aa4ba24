import type { Ty } from "@lutra/bin";
import type { Definition } from "@lutra/compiler";
import { describe, expect, test } from "vitest";
import { parameterNames, withNames } from "../../src/program/parameters.ts";
import { typeOf } from "../type-of.ts";

const defined = (path: string, parameters?: readonly (string | undefined)[]): Definition => ({
  path: path.split("::"),
  kind: parameters === undefined ? "constant" : "function",
  signature: undefined,
  doc: undefined,
  parameters,
  range: undefined,
});

describe("the names of the parameters", () => {
  const definitions = [
    defined("limit"),
    defined("main", ["rows", "limit"]),
    defined("one", ["rows"]),
    defined("some", ["rows", undefined, "limit"]),
    defined("alike", ["rows", "rows"]),
    defined("films::top", ["films", "count", "since"]),
  ];

  test.each<[string, program: string, readonly string[] | undefined]>([
    ["of a function", "main", ["rows", "limit"]],
    ["of a function in a module", " films::top ", ["films", "count", "since"]],
    ["of a function that takes one are none", "one", undefined],
    ["of which one has none are none", "some", undefined],
    ["of which two are alike are none", "alike", undefined],
    ["of a constant are none", "limit", undefined],
    ["of an expression are none", "func (a: Int64) -> a", undefined],
  ])("%s", (_, program, expected) => {
    expect(parameterNames(definitions, program)).toEqual(expected);
  });
});

describe("an input with the names of parameters", () => {
  const int = typeOf({ tag: "ident", value: ["std", "Int64"] });
  const pair = (...names: readonly (string | null)[]): Ty =>
    typeOf({ tag: "tuple", value: names.map((name) => ({ name, ty: int })) });

  test("has a field for each", () => {
    expect(withNames(pair(null, null), ["rows", "limit"])).toEqual(pair("rows", "limit"));
  });

  test.each([
    ["no tuple", int],
    ["of another number of fields", pair(null, null, null)],
  ])("stays as it is if it is %s", (_, ty) => {
    expect(withNames(ty, ["rows", "limit"])).toBe(ty);
  });
});
