import {
  type AnyCodec,
  array,
  bytes,
  type Codec,
  int32,
  mapped,
  option,
  recursive,
  text,
  tuple,
  typedArray,
} from "@lutra/bin";
import { expect, it } from "vitest";
import { hasArrays } from "../../src/types/has-arrays.ts";
import { printedCodec } from "../support/printed-codec.ts";

const date = { decode: (value: number) => value, encode: (value: number) => value };

it.each<[what: string, codec: AnyCodec, expected: boolean]>([
  ["a scalar", int32, false],
  ["bytes", bytes, false],
  ["a typed array", typedArray(int32), false],
  ["an array", array(int32), true],
  ["an object of scalars", tuple({ a: int32, b: text }), false],
  ["a list", tuple([int32]), true],
  ["fields of which one has no name", printedCodec("{a: Int64, Int64}"), true],
  ["fields with one name", printedCodec("{a: Int64, a: Int64}"), true],
  ["an array in an option in an object", tuple({ a: int32, b: option(array(text)) }), true],
  ["an array in what is mapped", mapped(tuple({ a: array(int32) }), { decode: () => 0, encode: () => ({ a: [] }) }), true],
  ["what is mapped to a number", mapped(int32, date), false],
  ["an enum of scalars", printedCodec("enum {none, some: Text, other: Int64}"), false],
])("tells if there are arrays in %s", (_, codec, expected) => {
  expect(hasArrays(codec)).toBe(expected);
}); // prettier-ignore

it("looks at a type that contains itself once", () => {
  interface Chain {
    readonly next: Chain | null;
  }
  const chain: Codec<Chain> = recursive(() => tuple({ next: option(chain) }), ["Chain"]);
  expect(hasArrays(chain)).toBe(false);
  expect(hasArrays(tuple({ chain, all: array(chain) }))).toBe(true);
});
