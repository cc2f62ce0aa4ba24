import { describe, expect, test } from "vitest";
import { parseCsv } from "../../../src/parse.ts";
import { renderCsv } from "../../../src/render.ts";
import { array, enumOf, ident, option, std, tuple, unit } from "../../support/make-ty.ts";

const text = std("Text");

describe("rows", () => {
  test.each([
    [
      "of every flat kind",
      [
        { id: 5n, title: "a", day: 20_000, ok: true, size: 2.5, price: -5n, kind: "new" },
        { id: -1n, title: "", day: -1, ok: false, size: 1e21, price: 1234n, kind: "old" },
      ],
      array(
        tuple(
          ["id", std("Int64")],
          ["title", text],
          ["day", std("Date")],
          ["ok", std("Bool")],
          ["size", std("Float64")],
          ["price", std("Decimal")],
          ["kind", enumOf(["new"], ["old"])],
        ),
      ),
      "id,title,day,ok,size,price,kind\n5,a,2024-10-04,true,2.5,-0.05,new\n-1,,1969-12-31,false,1e21,12.34,old\n",
    ],
    [
      "with quotes, commas, line ends and outer blanks",
      [
        ['say "hi"', "a,b"],
        ["a\nb", " c "],
      ],
      array(tuple([null, text], [null, text])),
      '0,1\n"say ""hi""","a,b"\n"a\nb"," c "\n',
    ],
    [
      "with empty texts and nones",
      [
        { t: "", n: null },
        { t: null, n: 5 },
        { t: "x", n: null },
      ],
      array(tuple(["t", option(text)], ["n", option(std("Int8"))])),
      't,n\n"",\n,5\nx,\n',
    ],
    [
      "with nested values",
      [{ at: { x: 1 }, tags: [], shape: { tag: "sq", value: 2 }, raw: Uint8Array.of(1, 2) }],
      array(
        tuple(
          ["at", tuple(["x", std("Int8")])],
          ["tags", array(text)],
          ["shape", enumOf(["dot"], ["sq", std("Int8")])],
          ["raw", array(std("Uint8"))],
        ),
      ),
      'at,tags,shape,raw\n"{\n  x = 1,\n}",[],sq(2),AQI=\n',
    ],
    ["of a single value", ["a", null, ""], array(option(text)), 'value\na\n\n""\n'],
    ["of a standard type", [1, 2], array(std("Int16")), "Int16\n1\n2\n"],
    ["that are bytes", Uint8Array.of(7, 8), array(std("Uint8")), "Uint8\n7\n8\n"],
    ["without columns", [undefined, undefined], array(unit), "\n\n\n"],
    ["that are not there", [], array(tuple(["a", text], ["b", text])), "a,b\n"],
    [
      "that are one, as there is no array",
      { a: 1, b: 2 },
      tuple(["a", std("Int8")], ["b", std("Int8")]),
      "a,b\n1,2\n",
    ],
    [
      "with one name twice",
      [[1, 2]],
      array(tuple(["a", std("Int8")], ["a", std("Int8")])),
      "a,a\n1,2\n",
    ],
  ])("%s are written and read back", (_, value, ty, csv) => {
    expect(renderCsv(value, ty)).toBe(csv);
    expect(parseCsv(csv, ty)).toStrictEqual(value);
  });

  test("of a named type are called by it", () => {
    const defs = [{ name: ["app", "Score"], ty: std("Int8") }];
    expect(renderCsv([1], array(ident("app", "Score")), defs)).toBe("Score\n1\n");
  });

  test("of another type are refused with their place", () => {
    const ty = array(tuple(["id", std("Int8")], ["at", tuple(["x", std("Int8")])]));
    expect(() => renderCsv([{ id: "x", at: { x: 1 } }], ty)).toThrow("[0].id: expected a whole");
    expect(() => renderCsv([{ id: 1, at: { x: "y" } }], ty)).toThrow("[0].at.x: expected a whole");
    expect(() => renderCsv("x", ty)).toThrow("expected an array");
    const bytes = array(tuple(["id", array(std("Uint8"))]));
    expect(() => renderCsv([{ id: "AQ==" }], bytes)).toThrow("[0].id: expected");
  });
});
