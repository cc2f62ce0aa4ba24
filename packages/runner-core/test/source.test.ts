import { expect, test } from "vitest";
import { Declarations, identifier, isExpressible } from "../src/source.ts";

test.each([
  ["movies", "movies"],
  ["_Movies2", "_Movies2"],
  ["2020", "`2020`"],
  ["odd name", "`odd name`"],
  ["a$", "`a$`"],
  ["šest", "`šest`"],
  ["match", "`match`"],
  ["matches", "matches"],
])("%s is %s in source", (name, source) => {
  expect(identifier(name)).toBe(source);
});

test.each(["", "a`b", "two\nlines", "a\u0000", "a\u007f"])("nothing can write %j", (name) => {
  expect(isExpressible(name)).toBe(false);
});

test.each(["a", "a b", 'quo"te', "$1", "日本"])("there is a way to write %j", (name) => {
  expect(isExpressible(name)).toBe(true);
});

test("a name is given out once: then come the others, then numbers", () => {
  const names = new Declarations();
  expect(names.declare("Movie", "MovieRow")).toBe("Movie");
  expect(names.declare("Movie", "MovieRow")).toBe("MovieRow");
  expect(names.declare("Movie", "MovieRow")).toBe("MovieRow2");
  expect(names.declare("MovieRow")).toBe("MovieRow3");
});

test("a number is part of a name in backticks", () => {
  const names = new Declarations("`a b`");
  expect(names.declare("a b")).toBe("`a b2`");
});

test("names of the standard library are taken", () => {
  const names = new Declarations();
  expect(["Text", "std", "Movie"].map((name) => names.declare(name))).toEqual([
    "Text2",
    "std2",
    "Movie",
  ]);
});
