import { codecFor, type Ty } from "@lutra/bin";
import { expect, test } from "vitest";
import { rowsEncoder } from "../../src/output/rows.ts";
import { programTypes } from "../../src/program-types.ts";
import { array, enumOf, sqlTypes, std, tuple, unit } from "../support/types.ts";

/** Reads a row whose only column is a list of one item. */
function read(item: Ty, json: string): unknown {
  const { output, defs } = sqlTypes(unit, array(array(item)));
  const encode = rowsEncoder(
    programTypes(defs, () => {}),
    output,
  );
  return codecFor(output, defs).decode(encode([[`[${json}]`]]));
}

const pair = tuple({ a: std("Bool"), b: std("Bool") });
const choice = enumOf({ none: unit, big: std("Int64"), small: pair });
const aVariant = "an object with the number of one of 3 variants";

test.each<[string, Ty, string, string]>([
  ["Text", std("Text"), "5", "a string, got 5"],
  ["Int64", std("Int64"), '"5"', 'a number, got the string "5"'],
  ["Float64", std("Float64"), "[1]", "a number, got an array of 1"],
  ["Float64", std("Float64"), "null", "a number, got null"],
  ["an array", array(std("Bool")), "{}", "an array, got object"],
  ["a tuple", pair, "[true]", "an array of 2, got an array of 1"],
  ["a tuple", pair, "{}", "an array of 2, got object"],
  ["an enum", choice, "1", `${aVariant}, got 1`],
  ["an enum", choice, "{}", `${aVariant}, got object`],
  ["an enum", choice, '{"3": []}', `${aVariant}, got object`],
  ["an enum", choice, '{"01": 5}', `${aVariant}, got object`],
  ["an enum", choice, '{"-1": 5}', `${aVariant}, got object`],
  ["an enum", choice, '{"big": 5}', `${aVariant}, got object`],
])("%s is not read from JSON of another form", (_, type, json, message) => {
  expect(() => read(type, json)).toThrow(`expected ${message}`);
});

test.each([
  ['{"0": []}', { tag: "none", value: undefined }],
  ['{"1": 5}', { tag: "big", value: 5n }],
  ['{"2": [true, false]}', { tag: "small", value: { a: true, b: false } }],
])("%s is a variant", (json, value) => {
  expect(read(choice, json)).toEqual([[value]]);
});

test("items and their fields are read in their places", () => {
  expect(read(pair, "[true, false], [false, true], [true, true]")).toEqual([
    [
      { a: true, b: false },
      { a: false, b: true },
      { a: true, b: true },
    ],
  ]);
});

test("what is no JSON is told as an error of the cell", () => {
  const message = "expected , or ] after an item, found the end of the text";
  expect(() => read(pair, "[true")).toThrow(message);
});
