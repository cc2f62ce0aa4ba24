import { describe, expect, test } from "vitest";
import { ParseError, parseCsv } from "../../../src/parse.ts";
import type { Ty } from "../../../src/types/ty.ts";
import { array, enumOf, option, std, tuple, unit } from "../../support/make-ty.ts";

const int = std("Int32");
const text = std("Text");
const movies = array(tuple(["id", int], ["title", text], ["rating", option(std("Float64"))]));

describe("what other programs write", () => {
  test.each<[string, string, Ty, unknown]>([
    [
      "columns in another order",
      "title,rating,id\na,,1\n",
      movies,
      [{ id: 1, title: "a", rating: null }],
    ],
    ["no column for an option", "id,title\n1,a\n", movies, [{ id: 1, title: "a", rating: null }]],
    [
      "a mark of byte order, CRLF and no last line end",
      "\uFEFFid,title,rating\r\n1,a,2\r\n2,b,",
      movies,
      [
        { id: 1, title: "a", rating: 2 },
        { id: 2, title: "b", rating: null },
      ],
    ],
    [
      "everything in quotes",
      '"id","title","rating"\n"1","",""\n',
      movies,
      [{ id: 1, title: "", rating: null }],
    ],
    ["blank lines", "id,title\n\n1,a\n\n", movies, [{ id: 1, title: "a", rating: null }]],
    [
      "blanks around numbers, which texts keep",
      "id,title\n 1 , a \n",
      movies,
      [{ id: 1, title: " a ", rating: null }],
    ],
    ["any header for a single column", "numbers\n1\n2\n", array(int), [1, 2]],
    [
      "timestamps with a blank",
      "Timestamp\n1970-01-01 00:00:01\n",
      array(std("Timestamp")),
      [1_000_000n],
    ],
    ["lines without anything for rows of one cell", "n\n\n1\n", array(option(int)), [null, 1]],
    ["empty texts in quotes", 'text\n""\n\n', array(option(text)), ["", null]],
    [
      "empty bytes in quotes",
      'bytes\n""\n\n',
      array(option(array(std("Uint8")))),
      [new Uint8Array(), null],
    ],
    ["nested literals", 'value\n"[1, 2]"\n', array(array(int)), [[1, 2]]],
  ])("%s", (_, csv, ty, value) => {
    expect(parseCsv(csv, ty)).toStrictEqual(value);
  });
});

describe("what is wrong", () => {
  test.each<[string, Ty, string]>([
    [
      "",
      movies,
      "expected a header with the columns id, title, rating, found an empty text (at line 1, column 1)",
    ],
    [
      "id\n1\n",
      array(tuple(["id", int], ["kind", enumOf(["a"], ["b"])])),
      'the header lacks the column "kind"',
    ],
    ["id\n1\n", movies, 'the header lacks the column "title", found "id" (at line 1, column 1)'],
    ["id;title\r\n", movies, 'the header lacks the column "id", found "id;title"'],
    ["\uFEFFid, title\n", movies, 'the header lacks the column "title", found "id, title"'],
    [`id,${"ü".repeat(99)}\n`, movies, `found "id,${"ü".repeat(57)}"`],
    [
      "id,title,size\n",
      movies,
      'there is no column "size": expected the columns id, title, rating (at line 1, column 10)',
    ],
    ["id,id,title\n", movies, 'there is no column "id"'],
    [
      "id,title\n1\n",
      movies,
      "the number of cells in this line is 1, but the header has 2 (at line 2, column 1, in [0])",
    ],
    ['id,title\n""\n', movies, "the number of cells in this line is 1"],
    ["id,title\n1,a,b\n", movies, "the number of cells in this line is 3"],
    [
      "id,title\nx,a\n",
      movies,
      'expected an Int32 (whole, -2147483648 to 2147483647), found "x" (at line 2, column 1, in [0].id)',
    ],
    ["id,title\n,a\n", movies, 'found ""'],
    ["id,title,rating\n1,a,x\n", movies, "(at line 2, column 5, in [0].rating)"],
    ['id,title\n1,"a\n', movies, 'the cell that starts here has no closing "'],
    ['id,title\n1,"a"b\n', movies, "expected a comma or the end of the line"],
    ['id,title\n1,a"b\n', movies, "a quote inside a cell"],
    ["a,b\n1,2\n", array(int), "expected one column, found 2 (at line 1, column 1)"],
    ["a\n1\n", array(unit), "expected an empty line"],
    ["value\ngreen\n", array(enumOf(["red"])), 'expected one of red, found "green"'],
    ["value\n[1;2]\n", array(array(int)), "is no Lutra literal: expected , or ] after an item"],
    ["value\n?\n", array(array(std("Uint8"))), "expected bytes in base64"],
    ["Int32\n", int, "expected one row after the header, found none"],
    [
      "Int32\n1\n2\n",
      int,
      "expected one row, found another: the type is no array (at line 3, column 1)",
    ],
  ])("in %j is told", (csv, ty, message) => {
    expect(() => parseCsv(csv, ty)).toThrow(ParseError);
    expect(() => parseCsv(csv, ty)).toThrow(message);
  });
});

test("text from anyone may repeat a column as often as it likes", () => {
  expect(() => parseCsv("id,".repeat(200_000), movies)).toThrow(ParseError);
});
