import { expect, test } from "vitest";
import { splitWords } from "../src/split-words.ts";

test.each([
  ["", []],
  ["  one\ttwo  ", ["one", "two"]],
  ["run 'a b' \"c d\"", ["run", "a b", "c d"]],
  ["a'b c'd", ["ab cd"]],
  ["'' \"\"", ["", ""]],
  ["a\\ b \\\\ \\'", ["a b", "\\", "'"]],
  ['"a\\"b\\\\c\\d"', ['a"b\\c\\d']],
  ["'a\\b'", ["a\\b"]],
  ["$HOME * | ; #", ["$HOME", "*", "|", ";", "#"]],
])("%s", (command, words) => {
  expect(splitWords(command)).toEqual(words);
});

test.each(["'a", '"a', "a\\", "\"a'"])("%s is not closed", (command) => {
  expect(splitWords(command)).toBeUndefined();
});
