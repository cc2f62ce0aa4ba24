import {
  type AnyCodec,
  array,
  bytes,
  int32,
  int64,
  mapped,
  named,
  text,
  tuple,
  typedArray,
} from "@lutra/bin";
import { expect, it } from "vitest";
import { bodyText, typeText } from "../../src/types/type-text.ts";
import { printedCodec } from "../support/printed-codec.ts";

const unnamed = (): undefined => undefined;
const movie = named(["Movie"], tuple({ title: text }));
const film = named(["Film"], movie);
const nameOf = (codec: AnyCodec): string | undefined =>
  codec === movie ? "Movie" : codec === film ? "Film" : undefined;

it.each<[type: string, expected: string]>([
  ["Bool", "boolean"],
  ["Int8", "number"],
  ["Int16", "number"],
  ["Int32", "number"],
  ["Int64", "bigint"],
  ["Uint8", "number"],
  ["Uint16", "number"],
  ["Uint32", "number"],
  ["Uint64", "bigint"],
  ["Float32", "number"],
  ["Float64", "number"],
  ["Text", "string"],
  ["std::Date", "number"],
  ["std::Time", "bigint"],
  ["std::Timestamp", "bigint"],
  ["std::Duration", "bigint"],
  ["std::Decimal", "bigint"],
  ["{}", "undefined"],
  ["[Uint8]", "Uint8Array"],
  ["[[Text]]", "string[][]"],
  ["[enum {none, some: Text}]", "(string | null)[]"],
  ["{a: Text, Int64}", "[string, bigint]"],
  ["{Text}", "[string]"],
  ["{a: Text, class: Int64}", "{ a: string; class: bigint }"],
  ["enum {small, large}", '"small" | "large"'],
  ["enum {none, some: Text}", "string | null"],
  ["enum {all, only: [Text]}", '{ tag: "all" } | { tag: "only"; value: string[] }'],
])("writes the type of %s", (type, expected) => {
  expect(typeText(printedCodec(type), unnamed)).toBe(expected);
});

it.each<[what: string, codec: AnyCodec, expected: string]>([
  ["bytes", bytes, "Uint8Array"],
  ["numbers", typedArray(int32), "Int32Array"],
  ["large numbers", typedArray(int64), "BigInt64Array"],
  ["a name", movie, "Movie"],
  ["a name of a name", film, "Film"],
  ["a list of what has a name", array(movie), "Movie[]"],
])("writes the type of %s", (_, codec, expected) => {
  expect(typeText(codec, nameOf)).toBe(expected);
});

it("writes what a name stands for", () => {
  expect(bodyText(movie, nameOf)).toBe("{ title: string }");
  expect(bodyText(film, nameOf)).toBe("Movie");
});

it("labels the fields of a list, all or none", () => {
  const list = tuple([int32, text]);
  expect(bodyText(list, unnamed, ["count", "name"])).toBe("[count: number, name: string]");
  expect(bodyText(list, unnamed, ["count", undefined])).toBe("[number, string]");
});

it("refuses a codec whose values only its author knows", () => {
  const own = mapped(int32, { decode: String, encode: Number });
  expect(() => typeText(own, unnamed)).toThrow(
    new TypeError("the values of a codec of the kind mapped have no type"),
  );
  expect(() => typeText(named(["Own"], own), unnamed)).toThrow(/of the kind mapped have no type$/);
});
