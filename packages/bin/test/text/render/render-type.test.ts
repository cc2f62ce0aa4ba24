import { bytesFromHex, programCases } from "@lutra-internal/fixtures";
import { describe, expect, test } from "vitest";
import { programTypeCodec } from "../../../src/program.ts";
import { renderType } from "../../../src/render.ts";
import {
  array,
  enumOf,
  func,
  ident,
  option,
  prim,
  std,
  tuple,
  unit,
} from "../../support/make-ty.ts";

describe("types of the original's programs", () => {
  test.each(programCases())("$name has its input and output types", (one) => {
    const { input, output } = programTypeCodec.decode(bytesFromHex(one.program_type_hex));
    expect(renderType(input)).toBe(one.input_ty);
    expect(renderType(output)).toBe(one.output_ty);
  });
});

describe("types made by hand", () => {
  const tree = enumOf(["leaf"], ["node", ident("Tree")]);
  test.each([
    [unit, "{}"],
    [prim(64), "Prim64"],
    [tuple(["id", std("Int64")], [null, std("Text")]), "{id: Int64, Text}"],
    [array(option(std("Date"))), "[enum {none, some: Date}]"],
    [ident("std", "ops", "Ordering"), "ops::Ordering"],
    [ident("std"), "std"],
    [ident("app", "two words"), "app::`two words`"],
    [tuple(["ž", unit], ["_1", unit], ["1st", unit]), "{`ž`: {}, _1: {}, `1st`: {}}"],
    [func([std("Int8"), unit], std("Bool")), "func (Int8, {}) -> Bool"],
    [enumOf(), "enum {}"],
    [{ ...tree, variantsRecursive: [1] }, "enum {leaf, @recursive node: Tree}"],
  ])("%# are written as Lutra writes them", (ty, text) => {
    expect(renderType(ty)).toBe(text);
  });
});
