import { expect, test } from "vitest";
import {
  joinRunBody,
  parseRoute,
  type Route,
  routePath,
  splitRunBody,
} from "../../src/protocol/protocol.ts";

const hash = "0123456789abcdef".repeat(4);

test.each<Route>([
  { kind: "program", hash },
  { kind: "execute", hash },
  { kind: "run", hash },
  { kind: "interface" },
  { kind: "externals" },
])("the path of $kind leads back to it", (route) => {
  expect(parseRoute(routePath(route))).toEqual(route);
});

test.each([
  [0, 0],
  [0, 2],
  [3, 0],
  [300, 700],
])("a program of %d bytes and an input of %d are told apart", (programLength, inputLength) => {
  const program = new Uint8Array(programLength).fill(1);
  const input = new Uint8Array(inputLength).fill(2);
  expect(splitRunBody(joinRunBody(program, input))).toEqual({ program, input });
});

test("a body that ends before its program does has no parts", () => {
  const body = joinRunBody(new Uint8Array(3), new Uint8Array());
  for (let length = 0; length < body.length; length++)
    expect(splitRunBody(body.subarray(0, length))).toBeUndefined();
});
