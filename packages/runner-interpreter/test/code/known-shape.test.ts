import { expect, test } from "vitest";
import { arrayShape, flatShape, shapeAt, tupleShape } from "../../src/code/known-shape.ts";

test("what is known of a field is known at its place in the tuple, and from there again", () => {
  const number = { shape: flatShape(4), layout: { size: 4, pointers: [] } };
  const array = { shape: arrayShape(flatShape(1)), layout: { size: 8, pointers: [0] } };
  const tuple = tupleShape([number, array, array]);
  expect([...tuple.bodies.keys()]).toEqual([4, 12]);
  expect(shapeAt(tuple, 4).bodies.get(0)).toEqual(array.shape.bodies.get(0));
  expect([...shapeAt(tuple, 4).bodies.keys()]).toEqual([0, 8]);
  expect([...shapeAt(tuple, 5).bodies.keys()]).toEqual([7]);
});
