import { bytesFromHex, hexFromBytes, vectors } from "@lutra-internal/fixtures";
import { describe, expect, it } from "vitest";
import {
  array,
  bool,
  type AnyCodec,
  type Codec,
  codecFor,
  enumOf,
  float64,
  int32,
  int8,
  named,
  option,
  recursive,
  text,
  tuple,
  uint8,
  unit,
} from "../../src/index.ts";
import { defsOf, tyOf } from "../support/vector-type.ts";

type Tree = { tag: "leaf"; value: number } | { tag: "node"; value: { left: Tree; right: Tree } };
const tree: Codec<Tree> = recursive(() =>
  enumOf({ leaf: uint8, node: tuple({ left: tree, right: tree }) }),
);

type Lst =
  | { tag: "nil" }
  | { tag: "cons"; value: { head: number; tail: Lst } }
  | { tag: "other"; value: number };
const lst: Codec<Lst> = recursive(() =>
  enumOf({ nil: unit, cons: tuple({ head: int32, tail: lst }), other: int8 }),
);

type Mut1 = { tag: "stop" } | { tag: "go"; value: Mut2 } | { tag: "x" };
interface Mut2 {
  m: Mut1;
  v: number;
}
const mut1: Codec<Mut1> = recursive(() => enumOf({ stop: unit, go: mut2, x: unit }));
const mut2: Codec<Mut2> = recursive(() => tuple({ m: mut1, v: int8 }));

type R1 = { tag: "x"; value: R2 } | { tag: "y" };
interface R2 {
  tag: "more";
  value: R1[];
}
const r1: Codec<R1> = recursive(() => enumOf({ x: r2, y: unit }));
const r2: Codec<R2> = recursive(() => enumOf({ more: array(r1) }));

interface R4 {
  kids: R4[];
  v: number;
}
const r4: Codec<R4> = recursive(() => tuple({ kids: array(r4), v: int8 }));

type R5 = { tag: "x"; value: { tag: "y"; value: R5 } } | { tag: "z" } | { tag: "w"; value: number };
const r5: Codec<R5> = recursive(() => enumOf({ x: enumOf({ y: r5 }), z: unit, w: int8 }));

type Json =
  | { tag: "null" }
  | { tag: "bool"; value: boolean }
  | { tag: "num"; value: number }
  | { tag: "str"; value: string }
  | { tag: "arr"; value: Json[] }
  | { tag: "obj"; value: { key: string; val: Json }[] };
const json: Codec<Json> = recursive(() =>
  enumOf({
    null: unit,
    bool,
    num: float64,
    str: text,
    arr: array(json),
    obj: array(tuple({ key: text, val: json })),
  }),
);

const written: Readonly<Record<string, AnyCodec>> = {
  tree,
  list: lst,
  "list-other": lst,
  mutual: mut1,
  "rec-scc-through-array": r1,
  "rec-array": r4,
  "rec-nested-enum": r5,
  json,
};

describe("recursive", () => {
  it.each(Object.entries(written))(
    "%s has the layout and the bytes of the original",
    (name, codec) => {
      const vector = vectors().values.find((candidate) => candidate.name === name)!;
      const value = codec.decode(bytesFromHex(vector.hex));
      expect(codec.headBytes * 8).toBe(vector.headBits);
      expect(hexFromBytes(codec.encode(value as never))).toBe(vector.hex.replaceAll(" ", ""));
      expect(
        codecFor(tyOf(vector.ty), defsOf(vector.defs)).decode(bytesFromHex(vector.hex)),
      ).toEqual(value);
    },
  );

  it("reads the tree of the specification", () => {
    const leaf = (value: number): Tree => ({ tag: "leaf", value });
    expect(
      tree.encode({
        tag: "node",
        value: { left: leaf(4), right: { tag: "node", value: { left: leaf(7), right: leaf(10) } } },
      }),
    ).toEqual(
      bytesFromHex(
        "01 04 00 00 00 00 09 00 00 00 01 05 00 00 00 04 00 09 00 00 00 00 05 00 00 00 07 0a",
      ),
    );
  });

  it("may start at any member of a cycle", () => {
    expect(mut2.decode(mut2.encode({ m: { tag: "stop" }, v: 3 }))).toEqual({
      m: { tag: "stop" },
      v: 3,
    });
    expect(r2.headBytes).toBe(4);
  });

  it("does not force what is not recursive", () => {
    const plain = named(["Plain"], enumOf({ a: named(["Id"], int32), b: array(int8) }));
    expect(enumOf({ a: named(["Id"], int32), b: int8 }).headBytes).toBe(5);
    expect(hexFromBytes(enumOf({ a: named(["Id"], int32) }).encode({ tag: "a", value: 7 }))).toBe(
      "07000000",
    );
    expect(plain.headBytes).toBe(5);
  });

  it("refuses a type of infinite size", () => {
    interface Endless {
      own: Endless;
    }
    const endless: Codec<Endless> = recursive(() => tuple({ own: endless }));
    expect(() => endless.headBytes).toThrow("contains itself");
    expect(() => endless.decode(new Uint8Array(8))).toThrow(TypeError);
  });

  it("gives an option that is its own payload the form with tags", () => {
    type Peano = { tag: "none" } | { tag: "some"; value: Peano };
    const peano: Codec<Peano> = recursive(
      () => enumOf({ none: unit, some: peano as Codec<unknown> }) as unknown as Codec<Peano>,
    );
    const two: Peano = { tag: "some", value: { tag: "some", value: { tag: "none" } } };
    expect(peano.decode(peano.encode(two))).toEqual(two);
    // One step outside of the cycle the payload is never null.
    expect(option(peano).decode(option(peano).encode(null))).toBeNull();
  });
});

it("a codec that is used before a part of it exists works once that does", () => {
  let part: Codec<number> | undefined;
  const later = recursive<number>(() => {
    if (part === undefined) throw new Error("not yet");
    return part;
  });
  const pair = tuple([int8, later]);
  for (let i = 0; i < 2; i++) expect(() => pair.encode([1, 2])).toThrow("not yet");
  part = int8;
  expect(pair.decode(pair.encode([1, 2]))).toEqual([1, 2]);
});

it("waits for a type that comes later, also after it was asked for too early", () => {
  let later: Codec<number> | undefined;
  const early = recursive(() => later!);
  expect(() => early.headBytes).toThrow(TypeError);
  later = int8;
  expect(early.headBytes).toBe(1);
});
