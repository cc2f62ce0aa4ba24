import { createRandom, overflowOf, type Random } from "@lutra-internal/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type AnyCodec,
  array,
  bool,
  bytes,
  type Codec,
  codecFor,
  completeTypes,
  date,
  enumOf,
  int32,
  int64,
  isoDate,
  mapped,
  named,
  option,
  prim32,
  recursive,
  text,
  tuple,
  type Ty,
  type TyDef,
  typedArray,
  typeDifference,
  uint8,
  unit,
} from "../../src/index.ts";
import { compiledCodec } from "../../src/generated.ts";
import * as make from "../support/make-ty.ts";
import { moduleCodec } from "../support/twins.ts";
import { typedValues } from "../support/typed-value.ts";

/** Number of types. A long run: `LUTRA_LONG_TESTS=1 npx vitest run packages/bin/test/codecs/type-difference.test.ts`. */
const numRuns = process.env["LUTRA_LONG_TESTS"] === undefined ? 100 : 100_000;

const { std } = make;

interface Changed {
  readonly ty: Ty;
  /** Place of the change. */
  readonly path: string;
}

const scalarNames = ["Bool", "Int8", "Int32", "Uint32", "Int64", "Float64", "Text", "Date"];

/** Parts of a type: fields of a tuple, or variants of an enum. */
type Parts = readonly { readonly name: string | null; readonly ty: Ty }[];

/** Changes a type in one place. */
function change(random: Random, ty: Ty, path = ""): Changed {
  const { kind } = ty;
  if (random.oneIn(6)) return { ty: make.array(ty), path };
  switch (kind.tag) {
    case "array": {
      if (random.oneIn(6)) return { ty: kind.value, path };
      const item = change(random, kind.value, `${path}[]`);
      return { ty: make.array(item.ty), path: item.path };
    }
    case "tuple": {
      const parts = changeParts(random, kind.value, path, (name, i) =>
        name === null ? `[${i}]` : `.${name}`,
      );
      return {
        ty: make.tuple(...parts.list.map(({ name, ty: of }) => [name, of] as const)),
        ...parts,
      };
    }
    case "enum": {
      const parts = changeParts(random, kind.value, path, (name) => `.${name}`);
      return {
        ty: make.enumOf(...parts.list.map(({ name, ty: of }) => [name ?? "", of] as const)),
        ...parts,
      };
    }
    case "ident":
    case "primitive":
    case "function": {
      const own = kind.tag === "ident" ? kind.value.at(-1) : undefined;
      const others = scalarNames.filter((name) => name !== own);
      return { ty: std(random.pick(others)), path };
    }
  }
}

function changeParts(
  random: Random,
  parts: Parts,
  path: string,
  stepOf: (name: string | null, i: number) => string,
): { readonly list: Parts; readonly path: string } {
  const i = random.below(parts.length + 1);
  const part = parts[i];
  const fresh = { name: "fresh", ty: std("Int32") };
  if (part === undefined) return { list: [...parts, fresh], path };
  const replaced = (by: readonly Parts[number][]): Parts => parts.toSpliced(i, 1, ...by);
  switch (random.below(6)) {
    case 0:
      return { list: replaced([]), path };
    case 1:
      return { list: replaced([{ ...part, name: "fresh" }]), path };
    case 2:
      return { list: replaced([fresh, part]), path };
    case 3: {
      const next = parts[i + 1];
      // Two fields without names may be of one type.
      if (next !== undefined && next.name !== part.name) {
        return { list: parts.toSpliced(i, 2, next, part), path };
      }
      break;
    }
  }
  const changed = change(random, part.ty, path + stepOf(part.name, i));
  return { list: replaced([{ ...part, ty: changed.ty }]), path: changed.path };
}

/** Gives parts of a type names of their own, some of which stand for others. */
function alias(random: Random, ty: Ty, defs: TyDef[]): Ty {
  const { kind } = ty;
  const deeper = (part: Ty): Ty => alias(random, part, defs);
  let result = ty;
  if (kind.tag === "array") result = make.array(deeper(kind.value));
  if (kind.tag === "tuple") {
    result = make.tuple(...kind.value.map(({ name, ty: of }) => [name, deeper(of)] as const));
  }
  if (kind.tag === "enum") {
    result = make.enumOf(...kind.value.map(({ name, ty: of }) => [name, deeper(of)] as const));
  }
  while (random.oneIn(3)) {
    const name = ["m", `T${defs.length}`];
    defs.push({ name, ty: result });
    result = make.ident(...name);
  }
  return result;
}

test("a change of a type is found where it was made", () => {
  fc.assert(
    fc.property(typedValues, fc.integer(), ({ ty }, seed) => {
      const changed = change(createRandom(seed), ty);
      const found = typeDifference(codecFor(changed.ty, []), ty, []);
      expect(found?.path.startsWith(changed.path)).toBe(true);
      expect(found!.expected).not.toBe(found!.actual);
      const back = typeDifference(codecFor(ty, []), changed.ty, []);
      expect(back).toEqual({ ...found, expected: found!.actual, actual: found!.expected });
    }),
    { seed: 20_261_129, numRuns },
  );
});

test("names of types make no difference", () => {
  fc.assert(
    fc.property(typedValues, fc.integer(), ({ ty }, seed) => {
      const defs: TyDef[] = [];
      const aliased = alias(createRandom(seed), ty, defs);
      expect(typeDifference(codecFor(aliased, defs), ty, [])).toBeUndefined();
      expect(typeDifference(codecFor(ty, []), aliased, defs)).toBeUndefined();
    }),
    { seed: 20_261_129, numRuns },
  );
});

test("a generated codec differs where the codec does that it was made from", () => {
  fc.assert(
    fc.property(typedValues, fc.integer(), ({ ty }, seed) => {
      const codec = codecFor(change(createRandom(seed), ty).ty, []);
      const generated = moduleCodec(codec, () => undefined);
      expect(typeDifference(generated, ty, [])).toEqual(typeDifference(codec, ty, []));
      const same = moduleCodec(codecFor(ty, []), () => undefined);
      expect(typeDifference(same, ty, [])).toBeUndefined();
    }),
    { seed: 20_261_130, numRuns },
  );
});

interface Tree {
  readonly value: number;
  readonly children: readonly Tree[];
}
const tree: Codec<Tree> = recursive(() => tuple({ value: int32, children: array(tree) }), ["Tree"]);
const unrolled: Codec<Tree> = tuple({
  value: int32,
  children: array(tuple({ value: int32, children: array(tree) })),
});
const treeOf = (value: string): TyDef => ({
  name: ["Tree"],
  ty: make.tuple(["value", std(value)], ["children", make.array(make.ident("Tree"))]),
});
const row = make.tuple(
  ["id", std("Int32")],
  ["units", std("Int32")],
  ["at", make.option(std("Date"))],
);

test.each<readonly [string, AnyCodec, Ty, readonly TyDef[]]>([
  ["a row", tuple({ id: int32, units: int32, at: option(date) }), row, []],
  ["text forms", tuple({ id: int32, units: int32, at: option(isoDate) }), row, []],
  ["an option written out", enumOf({ none: unit, some: bool }), make.option(std("Bool")), []],
  ["numbers for 64 bits", array(int64.asNumber), make.array(std("Int64")), []],
  ["typed arrays", typedArray(int32), make.array(std("Int32")), []],
  ["bytes", bytes, make.array(std("Uint8")), []],
  ["bytes one by one", array(uint8), make.array(std("Uint8")), []],
  ["a name of one's own", named(["Other"], int32), std("Int32"), []],
  ["recursion", tree, make.ident("Tree"), [treeOf("Int32")]],
  ["recursion unrolled", unrolled, make.ident("Tree"), [treeOf("Int32")]],
  ["recursion unrolled in the program", tree, treeOf("Int32").ty, [treeOf("Int32")]],
  ["a mapping", mapped(text, { decode: (a) => ({ a }), encode: ({ a }) => a }), std("Text"), []],
  ["raw bits", prim32, make.prim(32), []],
])("%s is of the same type", (_name, codec, ty, defs) => {
  const types = completeTypes(ty, defs);
  expect(typeDifference(codec, types.ty, types.defs)).toBeUndefined();
});

test.each<readonly [string, AnyCodec, Ty, readonly TyDef[], string, string, string]>([
  [
    "swapped fields",
    tuple({ units: int32, id: int32, at: option(date) }),
    row,
    [],
    "",
    'the field "id" in place 0',
    'the field "units" in place 0',
  ],
  [
    "a width",
    tuple({ id: int32, units: int64, at: option(date) }),
    row,
    [],
    ".units",
    "Int32",
    "Int64",
  ],
  [
    "a missing field",
    tuple({ id: int32, units: int32 }),
    row,
    [],
    "",
    "3 fields (id, units, at)",
    "2 fields (id, units)",
  ],
  [
    "a missing option",
    tuple({ id: int32, units: int32, at: date }),
    row,
    [],
    ".at",
    "an enum of 2 variants (none, some)",
    "Date",
  ],
  [
    "the payload of an option",
    tuple({ id: int32, units: int32, at: option(int32) }),
    row,
    [],
    ".at.some",
    "Date",
    "Int32",
  ],
  [
    "fields without names",
    tuple([int32, int32, option(date)]),
    row,
    [],
    "",
    'the field "id" in place 0',
    "a field without a name in place 0",
  ],
  ["raw bits", prim32, std("Int32"), [], "", "Int32", "prim32"],
  [
    "a variant's name",
    enumOf({ a: unit, c: int32 }),
    make.enumOf(["a"], ["b", std("Int32")]),
    [],
    "",
    'the variant "b" in place 1',
    'the variant "c" in place 1',
  ],
  ["an array for its item", array(int32), std("Int32"), [], "", "Int32", "an array"],
  [
    "a part of a recursive type",
    tree,
    make.ident("Tree"),
    [treeOf("Int64")],
    ".value",
    "Int64",
    "Int32",
  ],
  ["an unrolled part", unrolled, make.ident("Tree"), [treeOf("Int64")], ".value", "Int64", "Int32"],
])("%s is a difference", (_name, codec, ty, defs, path, expected, actual) => {
  const types = completeTypes(ty, defs);
  expect(typeDifference(codec, types.ty, types.defs)).toEqual({ path, expected, actual });
});

test("a cycle without a name is laid out in another way", () => {
  const list = make.enumOf(["end"], ["more", make.tuple(["rest", make.ident("List")])]);
  const types = completeTypes(make.ident("List"), [{ name: ["List"], ty: list }]);
  const right: AnyCodec = recursive<unknown, never>(() =>
    enumOf({ end: unit, more: tuple({ rest: right }) }),
  );
  expect(typeDifference(right, types.ty, types.defs)).toBeUndefined();
  const wrong = enumOf({ end: unit, more: tuple({ rest: bool }) });
  expect(typeDifference(wrong, types.ty, types.defs)).toEqual({
    path: ".more.rest",
    expected: "an enum of 2 variants (end, more)",
    actual: "Bool",
  });
});

test("what cannot be compared is refused", () => {
  const compiled = compiledCodec({ headBytes: 4, memory: 0, read: () => 1, write: () => {} });
  const ty = make.array(std("Int32"));
  expect(() => typeDifference(array(compiled), ty, [])).toThrow(
    new TypeError(
      "the structure of a generated codec in [] is not known: generate its module again",
    ),
  );
  const endless = (): AnyCodec =>
    recursive<unknown, never>(() => tuple({ next: array(endless()) }) as AnyCodec);
  const node = { name: ["Node"], ty: make.tuple(["next", make.array(make.ident("Node"))]) };
  const error = overflowOf(() => typeDifference(endless(), make.ident("Node"), [node]));
  expect(error).toEqual(new TypeError("the type nests too deeply"));
  expect(() => typeDifference(int32, make.func([], std("Int32")), [])).toThrow("no binary form");
});

test.each([
  [8, "f0, f1, f2, f3, f4, f5, f6, f7"],
  [9, "f0, f1, f2, f3, f4, f5, f6, f7, ..."],
])("of %d fields, at most eight are named", (count, names) => {
  const fields = Array.from({ length: count }, (_, i) => [`f${i}`, int32] as const);
  const codec = tuple(Object.fromEntries(fields));
  expect(typeDifference(codec, make.tuple(["f0", std("Int32")]), [])).toMatchObject({
    actual: expect.stringContaining(`${count} fields (${names})`) as string,
  });
});
