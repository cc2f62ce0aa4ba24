import { expect, test } from "vitest";
import {
  arrayShape,
  type Body,
  flatShape,
  itemShape,
  type KnownShape,
  mergeShapes,
  shapeAt,
  textShape,
  tupleShape,
  unknownShape,
  withLayout,
} from "../../src/code/known-shape.ts";

const number = { shape: flatShape(4), layout: { size: 4, pointers: [] } };
const bytes = { shape: textShape(), layout: { size: 8, pointers: [0] } };

/** Returns the shape of an enum of a tag and a pointer: `undefined` stands for a variant without payload. */
function enumShape(
  variants: Readonly<Record<string, KnownShape | undefined>>,
  tagBytes = 1,
): KnownShape {
  const body: Body = { tag: "enum", tagBytes, variants: new Map(Object.entries(variants)) };
  return { layout: { size: 5, pointers: [1] }, bodies: new Map([[1, body]]) };
}

test("a text is an array of bytes", () => {
  const items = { layout: { size: 1, pointers: [] }, bodies: new Map() };
  expect(textShape()).toEqual({
    layout: { size: 8, pointers: [0] },
    bodies: new Map([[0, { tag: "array", items }]]),
  });
});

test("what is known of a field is known at its place in the tuple, and from there again", () => {
  const tuple = tupleShape([number, bytes, bytes]);
  expect(tuple.layout).toEqual({ size: 20, pointers: [4, 12] });
  expect([...tuple.bodies.keys()]).toEqual([4, 12]);
  expect(shapeAt(tuple, 4).bodies.get(0)).toEqual(bytes.shape.bodies.get(0));
  expect([...shapeAt(tuple, 4).bodies.keys()]).toEqual([0, 8]);
  expect([...shapeAt(tuple, 5).bodies.keys()]).toEqual([7]);
});

test("a field of a tuple with the head of an array is one, whatever its items are", () => {
  const bodiesOf = (size: number, pointers: number[]): unknown =>
    tupleShape([number, { shape: unknownShape, layout: { size, pointers } }]).bodies;
  expect(bodiesOf(8, [0])).toEqual(new Map([[4, { tag: "array", items: undefined }]]));
  expect(bodiesOf(8, [4])).toEqual(new Map());
  expect(bodiesOf(8, [])).toEqual(new Map());
  expect(bodiesOf(12, [0])).toEqual(new Map());
});

test("what is known of the items of an array is known of each", () => {
  expect(itemShape(arrayShape(flatShape(4)))).toEqual(flatShape(4));
  for (const shape of [arrayShape(undefined), unknownShape, flatShape(8), enumShape({})])
    expect(itemShape(shape)).toBe(unknownShape);
  expect(
    itemShape({ ...enumShape({}), bodies: new Map([[0, enumShape({}).bodies.get(1)!]]) }),
  ).toBe(unknownShape);
});

test("a layout keeps what is known of its pointers", () => {
  const layout = { size: 8, pointers: [0, 4] };
  expect(withLayout(arrayShape(undefined), layout)).toEqual({
    layout,
    bodies: new Map([[0, { tag: "array", items: undefined }]]),
  });
  expect(withLayout(arrayShape(undefined), flatShape(8).layout!).bodies).toEqual(new Map());
});

const one = flatShape(1);

test.each<[string, readonly KnownShape[], KnownShape]>([
  ["nothing", [], unknownShape],
  ["unknown shapes", [unknownShape, unknownShape], unknownShape],
  ["one shape, twice", [one, one, unknownShape], one],
  ["a layout and what has none", [{ layout: undefined, bodies: new Map() }, one], one],
  ["arrays", [arrayShape(undefined), arrayShape(one), arrayShape(one)], arrayShape(one)],
  [
    "arrays of unknown items",
    [arrayShape(undefined), arrayShape(undefined)],
    arrayShape(undefined),
  ],
  [
    "arrays of arrays",
    [arrayShape(arrayShape(undefined)), arrayShape(textShape())],
    arrayShape(textShape()),
  ],
  [
    "variants",
    [
      enumShape({ a: undefined }),
      enumShape({ b: one, c: arrayShape(undefined) }),
      enumShape({ c: textShape() }),
    ],
    enumShape({ a: undefined, b: one, c: textShape() }),
  ],
  [
    "variants with tags of other lengths",
    [enumShape({ a: one }), enumShape({ b: one }, 2)],
    enumShape({ a: one }),
  ],
  [
    "a variant with and without payload",
    [enumShape({ a: undefined }), enumShape({ a: one })],
    enumShape({ a: one }),
  ],
])("shapes tell together what each tells: %s", (_, shapes, merged) => {
  expect(mergeShapes(shapes)).toEqual(merged);
});

test("bodies that are not alike are those of the first", () => {
  const list: KnownShape = {
    layout: undefined,
    bodies: new Map([[1, { tag: "array", items: one }]]),
  };
  const variant = enumShape({ a: one });
  expect(mergeShapes([list, variant]).bodies).toEqual(list.bodies);
  expect(mergeShapes([variant, list]).bodies).toEqual(variant.bodies);
});
