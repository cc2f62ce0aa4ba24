import { vectors } from "@lutra-internal/fixtures";
import { describe, expect, it } from "vitest";
import { completeTypes } from "../../src/types/complete-types.ts";
import type { Ty, TyDef } from "../../src/types/ty.ts";
import { array, func, ident, std, tuple } from "../support/make-ty.ts";
import { defsOf, tyOf } from "../support/vector-type.ts";

/** Returns a type as an author writes it by hand: people do not write down what recursion forces. */
function withoutFlags(ty: Ty): Ty {
  const { kind } = ty;
  const bare = { ...ty, variantsRecursive: [] };
  switch (kind.tag) {
    case "array":
      return { ...bare, kind: { tag: "array", value: withoutFlags(kind.value) } };
    case "tuple":
      return {
        ...bare,
        kind: {
          tag: "tuple",
          value: kind.value.map((field) => ({ ...field, ty: withoutFlags(field.ty) })),
        },
      };
    case "enum":
      return {
        ...bare,
        kind: {
          tag: "enum",
          value: kind.value.map((variant) => ({ ...variant, ty: withoutFlags(variant.ty) })),
        },
      };
    case "primitive":
    case "ident":
    case "function":
      return bare;
  }
}

function flagsOf(ty: Ty): unknown {
  const { kind } = ty;
  switch (kind.tag) {
    case "array":
      return flagsOf(kind.value);
    case "tuple":
      return kind.value.map((field) => flagsOf(field.ty));
    case "enum":
      return { own: ty.variantsRecursive, parts: kind.value.map((variant) => flagsOf(variant.ty)) };
    case "primitive":
    case "ident":
    case "function":
      return null;
  }
}

describe("completeTypes", () => {
  it("names definitions by the last part of their path, and nothing else", () => {
    const { ty, defs } = completeTypes(array(ident("m", "Row")), [
      { name: ["m", "Row"], ty: tuple(["a", std("Int8")]) },
    ]);
    expect(defs).toMatchObject([{ name: ["m", "Row"], ty: { name: "Row" } }]);
    expect(ty).toMatchObject({ name: null, kind: { value: { name: null } } });
  });

  it("gives functions no layout", () => {
    const { ty } = completeTypes(func([std("Int8")], std("Text")), []);
    expect(ty).toMatchObject({
      layout: null,
      kind: {
        value: { params: [{ layout: { headSize: 8 } }], body: { layout: { headSize: 64 } } },
      },
    });
  });

  it.each(vectors().values.map((vector) => [vector.name, vector] as const))(
    "finds layout and recursion of the vector %s",
    (_name, vector) => {
      const defs = defsOf(vector.defs);
      const bare = defs.map((def): TyDef => ({ name: def.name, ty: withoutFlags(def.ty) }));
      const complete = completeTypes(withoutFlags(tyOf(vector.ty)), bare);
      expect(complete.ty.layout).toEqual({
        headSize: vector.headBits,
        bodyPtrs: vector.bodyPtrs,
      });
      expect(complete.defs.map((def) => flagsOf(def.ty))).toEqual(
        defs.map((def) => flagsOf(def.ty)),
      );
    },
  );
});
