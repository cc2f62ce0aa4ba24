import { bytesFromHex, hexFromBytes, vectors } from "@lutra-internal/fixtures";
import { overflowOf } from "@lutra-internal/testing";
import { describe, expect, it } from "vitest";
import { bytes } from "../../src/index.ts";
import { compileCodec } from "../../src/jit.ts";
import { codecFor } from "../../src/codecs/codec-for.ts";
import { layoutOf } from "../../src/types/layout-of.ts";
import type { Ty, TyDef } from "../../src/types/ty.ts";
import { enumOf as makeEnum, std } from "../support/make-ty.ts";
import { defsOf, tyOf } from "../support/vector-type.ts";

describe("codecFor", () => {
  it("refuses an enum with two variants of one name, with and without payloads, each time", () => {
    const defs: readonly TyDef[] = [];
    const units = makeEnum(["a"], ["a"]);
    const payloads = makeEnum(["a", std("Int32")], ["b"], ["a", std("Text")]);
    for (const ty of [units, payloads, units, payloads])
      expect(() => codecFor(ty, defs)).toThrow(
        new TypeError("two variants of an enum have one name"),
      );
  });

  it.each(vectors().values.map((vector) => [vector.name, vector] as const))(
    "reads and writes the vector %s",
    (_name, vector) => {
      const codec = codecFor(tyOf(vector.ty), defsOf(vector.defs));
      const value = codec.decode(bytesFromHex(vector.hex));
      expect(hexFromBytes(codec.encode(value))).toBe(vector.hex.replaceAll(" ", ""));
      const layout = layoutOf(tyOf(vector.ty), defsOf(vector.defs));
      expect(layout).toEqual({ headSize: vector.headBits, bodyPtrs: vector.bodyPtrs });
      expect(codec.headBytes * 8).toBe(vector.headBits);
    },
  );

  const ident = (...path: string[]): Ty => ({
    kind: { tag: "ident", value: path },
    layout: null,
    name: null,
    variantsRecursive: [],
  });
  const tupleOf = (...types: Ty[]): Ty => ({
    ...ident(),
    kind: { tag: "tuple", value: types.map((ty) => ({ name: null, ty })) },
  });
  const enumOf = (variants: Record<string, Ty>, variantsRecursive: number[] = []): Ty => ({
    ...ident(),
    kind: { tag: "enum", value: Object.entries(variants).map(([name, ty]) => ({ name, ty })) },
    variantsRecursive,
  });
  const arrayOf = (item: Ty): Ty => ({ ...ident(), kind: { tag: "array", value: item } });
  const functionTy: Ty = {
    ...ident(),
    kind: { tag: "function", value: { params: [], body: tupleOf() } },
  };
  const chain = Array.from({ length: 50_000 }, (_, i) => ({
    name: [`T${i}`],
    ty: tupleOf(ident(`T${i + 1}`)),
  }));
  const ownName = [{ name: ["A"], ty: ident("A") }];
  const eachOther = [
    { name: ["A"], ty: ident("B") },
    { name: ["B"], ty: ident("A") },
  ];

  it.each([
    ["a function", functionTy, [], "no binary form"],
    ["a function in a tuple", tupleOf(functionTy), [], "no binary form"],
    ["a name without definition", ident("a", "b"), [], "a::b has no definition"],
    ["a type in itself", ident("A"), [{ name: ["A"], ty: tupleOf(ident("A")) }], "itself"],
    ["a name that names itself", ident("A"), ownName, "itself"],
    ["a forced payload that names itself", enumOf({ x: ident("A") }, [0]), ownName, "itself"],
    ["names that name each other", arrayOf(ident("A")), eachOther, "itself"],
    ["names without end", ident("T0"), chain, "nests too deeply"],
  ])("refuses %s", (_name, ty: Ty, defs: readonly TyDef[], message) => {
    const error = overflowOf(() => codecFor(ty, defs));
    expect(error).toBeInstanceOf(TypeError);
    expect((error as TypeError).message).toContain(message);
  });

  it("gives the same codec for the same type", () => {
    const ty = ident("std", "Text");
    const defs: readonly TyDef[] = [];
    expect(codecFor(ty, defs)).toBe(codecFor(ty, defs));
  });

  it("does what the descriptor says about recursion", () => {
    const int8 = ident("std", "Int8");
    expect(codecFor(enumOf({ a: int8, b: int8 }), []).headBytes).toBe(2);
    expect(codecFor(enumOf({ a: int8, b: int8 }, [1]), []).headBytes).toBe(5);
  });

  it("writes zeros where a value leaves bytes of its head unused, whatever was there before", () => {
    const fill = new Uint8Array(64).fill(0xff);
    const [int8, int16] = [ident("std", "Int8"), ident("std", "Int16")];
    const samples: readonly (readonly [Ty, unknown, string])[] = [
      [enumOf({ a: tupleOf(), b: tupleOf() }, [0]), "b", "01 00 00 00 00"],
      [enumOf({ a: int8, b: int16 }), { tag: "a", value: 1 }, "00 01 00"],
      [enumOf({ none: tupleOf(), some: int16 }), null, "00 00 00"],
      [enumOf({ a: tupleOf(), b: ident("std", "Text"), c: int8 }), { tag: "a" }, "00 00 00 00 00"],
    ];
    for (const [ty, value, hex] of samples) {
      const dynamic = codecFor(ty, []);
      for (const codec of [dynamic, compileCodec(dynamic)]) {
        // Small encodings share one buffer; the prefix leads past the head of the one before.
        bytes.encode(fill);
        const encoded = codec.encode(value, { prefixBytes: 16 });
        expect(encoded.subarray(16)).toEqual(bytesFromHex(hex));
      }
    }
  });

  it("knows standard types by their whole path", () => {
    const prim16: Ty = { ...ident(), kind: { tag: "primitive", value: "prim16" } };
    const own = codecFor(ident("own", "Bool"), [{ name: ["own", "Bool"], ty: prim16 }]);
    expect(own.decode(Uint8Array.of(1, 1))).toBe(257);
  });

  it("looks through names where values depend on the type behind them", () => {
    const defs: readonly TyDef[] = [
      { name: ["Byte"], ty: ident("std", "Uint8") },
      { name: ["Unit"], ty: tupleOf() },
      { name: ["Maybe"], ty: enumOf({ none: tupleOf(), some: ident("std", "Int8") }) },
    ];
    const value = (ty: Ty, hex: string): unknown => codecFor(ty, defs).decode(bytesFromHex(hex));
    expect(value(arrayOf(ident("Byte")), "08000000 01000000 05")).toEqual(Uint8Array.of(5));
    expect(value(enumOf({ a: ident("Unit"), b: ident("std", "Int8") }), "00 00")).toStrictEqual({
      tag: "a",
    });
    expect(value(enumOf({ a: ident("Unit"), b: ident("Unit") }), "01")).toBe("b");
    const twice = enumOf({ none: tupleOf(), some: ident("Maybe") });
    expect(value(twice, "01 01 05")).toEqual({ tag: "some", value: 5 });
    expect(value(twice, "01 00 00")).toEqual({ tag: "some", value: null });
    const unit = enumOf({ none: tupleOf(), some: ident("Unit") });
    expect(value(unit, "01")).toBe("some");
  });
});
