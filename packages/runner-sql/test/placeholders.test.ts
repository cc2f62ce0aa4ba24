import { describe, expect, test } from "vitest";
import { numberPlaceholders } from "../src/placeholders.ts";

describe("placeholders are numbered without gaps", () => {
  test.each<readonly [string, string, readonly number[]]>([
    ["select 1", "select 1", []],
    ["select $1::int4", "select $1::int4", [1]],
    ["select $2::text, $1::int4, $2::text", "select $2::text, $1::int4, $2::text", [1, 2]],
    ["select $3::int4", "select $1::int4", [3]],
    ["select $10::int4 + $2::int4 + $10::int4", "select $2::int4 + $1::int4 + $2::int4", [2, 10]],
    ["$2$3", "$1$2", [2, 3]],
  ])("%s", (sql, expected, numbers) => {
    expect(numberPlaceholders(sql)).toEqual({ sql: expected, numbers });
  });
});

describe("a dollar sign that starts no placeholder stays", () => {
  test.each([
    ["in a string", "'$1 it''s $2'"],
    ["in a string with escapes", "e'\\'$1'"],
    ["in a string with upper-case escapes", "E'\\\\''$1'"],
    ["in a name", '"a""$1"'],
    ["in a word", "a$1"],
    ["in a word of other letters", "été$1"],
    ["between dollars", "$$ $1 ' $$"],
    ["between dollars with a tag", "$tag$ $1 $$ $x$ $tag$"],
    ["in a comment of one line", "-- $1 '\n"],
    ["in a comment", "/* $1 */"],
    ["in nested comments", "/* /* $1 */ $2 ' */"],
  ])("%s", (_, text) => {
    expect(numberPlaceholders(`select ${text} $4 $2`)).toEqual({
      sql: `select ${text} $2 $1`,
      numbers: [2, 4],
    });
  });

  test("also where a string or a comment has no end", () => {
    expect(numberPlaceholders("select $2 /* $1").sql).toBe("select $1 /* $1");
  });
});

test("a backslash ends nothing in a plain string", () => {
  expect(numberPlaceholders("select '\\' || $2")).toEqual({
    sql: "select '\\' || $1",
    numbers: [2],
  });
});

test("a dollar quote without an end hides the placeholders after it", () => {
  expect(numberPlaceholders("select $2, $tag$ $3 $1").sql).toBe("select $1, $tag$ $3 $1");
});
