import { showcase } from "@lutra-internal/fixtures";
import { createRandom } from "@lutra-internal/testing";
import { describe, expect, test } from "vitest";
import { codecFor } from "../../../src/codecs/codec-for.ts";
import { programTypeCodec } from "../../../src/program.ts";
import { renderTable } from "../../../src/render.ts";
import type { Ty } from "../../../src/types/ty.ts";
import { array, enumOf, ident, option, prim, std, tuple, unit } from "../../support/make-ty.ts";

const text = std("Text");
const int = std("Int32");

describe("tables", () => {
  test("the example of the specification", () => {
    const ty = array(tuple(["name", text], ["tags", array(text)]));
    const value = [
      { name: "Alice", tags: ["dev", "rust"] },
      { name: "Bob", tags: ["pm"] },
    ];
    expect(renderTable(value, ty)).toBe(
      "  name  tags\n  Text  [Text]\n──────────────\n0 Alice dev\n        rust\n1 Bob   pm\n",
    );
  });

  test("a real result", () => {
    const { programType, expected } = showcase("movie-search");
    const { output, defs } = programTypeCodec.decode(programType);
    const value = codecFor(output, defs).decode(expected);
    expect(renderTable(value, output, defs)).toBe(
      [
        "     id title                year   rating",
        "  Int32 Text                Int32 Float64?",
        "──────────────────────────────────────────",
        "0     6 Ether                2019     8.75",
        "1     2 Breathe in the Deep  1988     7.25",
        "2     7 Northern Lights      2021      7.0",
        "3     5 Under the Ice        2011      6.5",
        "",
      ].join("\n"),
    );
  });

  test("tuples in tuples have a common name above them", () => {
    const ty = array(
      tuple(
        ["id", int],
        [
          "home",
          tuple(["city", text], ["at", tuple(["lat", std("Float64")], ["lon", std("Float64")])]),
        ],
      ),
    );
    const value = [{ id: 1, home: { city: "Ljubljana", at: { lat: 46.5, lon: 14 } } }];
    expect(renderTable(value, ty)).toBe(
      [
        "     id           home",
        "        city            at",
        "                      lat     lon",
        "  Int32 Text      Float64 Float64",
        "─────────────────────────────────",
        "0     1 Ljubljana    46.5    14.0",
        "",
      ].join("\n"),
    );
  });

  test("a long name of a tuple widens its last column", () => {
    const ty = tuple(["coordinates", tuple(["x", std("Int8")], ["y", std("Int8")])], ["z", text]);
    expect(renderTable({ coordinates: { x: 1, y: 2 }, z: "end" }, ty)).toBe(
      "coordinates z\n   x      y\nInt8   Int8 Text\n────────────────\n   1      2 end\n",
    );
  });

  test.each<[string, unknown, Ty, string]>([
    ["numbers have no line of names", [1, 20], array(int), "  Int32\n───────\n0     1\n1    20\n"],
    [
      "arrays are called value",
      [["a"], []],
      array(array(text)),
      "  value\n  [Text]\n────────\n0 a\n1\n",
    ],
    ["one value has no index", 5n, std("Int64"), "Int64\n─────\n    5\n"],
    ["no rows leave the head", [], array(int), "  Int32\n───────\n"],
    ["no columns leave the index", [undefined, undefined], array(unit), "\n─\n0\n1\n"],
    ["a type of one's own shows its name", "red", ident("app", "Colour"), "Colour\n──────\nred\n"],
  ])("%s", (_, value, ty, table) => {
    const defs = [{ name: ["app", "Colour"], ty: enumOf(["red"], ["blue"]) }];
    expect(renderTable(value, ty, defs)).toBe(table);
  });
});

describe("cells", () => {
  const shape = enumOf(["dot"], ["sq", int], ["poly", array(int)], ["named", text]);
  test.each<[string, unknown, Ty, readonly string[]]>([
    ["whole floats have one decimal", 3, std("Float64"), ["3.0"]],
    ["32-bit floats are widened", Math.fround(0.1), std("Float32"), ["0.10000000149011612"]],
    ["no number", Number.NaN, std("Float64"), ["NaN"]],
    ["small decimals keep their sign", -34n, std("Decimal"), ["-0.34"]],
    ["dates", 20_000, std("Date"), ["2024-10-04"]],
    ["times", 1n, std("Time"), ["@00:00:00.000001"]],
    ["durations", -1n, std("Duration"), ["@-00:00:00.000001"]],
    ["none", null, option(int), [""]],
    ["some", 5, option(int), ["5"]],
    ["some array", ["a", "b"], option(array(text)), ["a", "b"]],
    ["names", "dot", enumOf(["dot"]), ["dot"]],
    ["a variant without payload", { tag: "dot" }, shape, ["dot"]],
    ["a variant with a payload", { tag: "sq", value: 2 }, shape, ["sq(2)"]],
    ["a variant with a nested payload", { tag: "poly", value: [1] }, shape, ["poly(…)"]],
    ["three items", [1, 2, 3], array(int), ["1", "2", "3"]],
    ["four items", [1, 2, 3, 4], array(int), ["1", "2", "… 2 more"]],
    ["bytes", Uint8Array.of(9), array(prim(8)), ["9"]],
    ["nested items", [[1]], array(array(int)), ["[…]"]],
    ["no nested items", [], array(array(int)), ["[]"]],
    ["an optional tuple", { a: 1 }, option(tuple(["a", int])), ["{…}"]],
    ["control characters", "a\u001b[31m\nb\u009b", text, ["a\\x1B[31m\\nb\\u{9b}"]],
  ])("%s", (_, value, ty, expected) => {
    const table = renderTable({ cell: value }, tuple(["cell", ty]));
    const body = table.split("\n").slice(3, -1);
    expect(body.map((line) => line.trim())).toStrictEqual(expected);
  });

  test("a timestamp has a blank in the middle, and the width that it needs on demand", () => {
    const ty = std("Timestamp");
    const options = { maxColumnWidth: 30 };
    expect(renderTable(0n, ty, [], options)).toContain("\n1970-01-01 00:00:00.000000\n");
    expect(renderTable(0n, ty)).toContain("\n1970-01-01 00:00:00…\n");
  });
});

describe("types in the head", () => {
  test.each<[Ty, string]>([
    [prim(16), "Prim16"],
    [option(std("Date")), "Date?"],
    [array(std("Date")), "[Date]"],
    [array(option(int)), "[Int32?]"],
    [array(array(int)), "[…]"],
    [enumOf(["a"], ["b"], ["c", int]), "enum{a,b,c}"],
    [enumOf(["a"], ["b"], ["c", int], ["d"]), "enum{a,b,…}"],
    [option(tuple(["a", int])), "{…}?"],
  ])("%# are short", (ty, name) => {
    const head = renderTable([], array(tuple(["x", ty]))).split("\n");
    expect(head[1]?.trim()).toBe(name);
  });
});

test.each<[Ty, unknown, isRight: boolean]>([
  [int, 1, true],
  [std("Float64"), 1, true],
  [std("Decimal"), 100n, true],
  [option(int), 1, true],
  [text, "a", false],
  [option(text), "a", false],
  [enumOf(["a"], ["b", int]), { tag: "b", value: 1 }, false],
  [array(int), [1], false],
])("%# numbers stand at the right, also where they may be absent", (ty, value, isRight) => {
  const lines = renderTable({ long_name_of_a_column: value }, tuple(["long_name_of_a_column", ty]));
  const [row] = lines.split("\n").slice(3);
  expect(row!.startsWith(" ")).toBe(isRight);
});

test("options inside of a cell show their payload, or nothing", () => {
  const ty = array(tuple(["a", array(option(int))], ["b", enumOf(["x", option(int)], ["y"])]));
  const rows = [
    { a: [1, null], b: { tag: "x", value: 5 } },
    { a: [], b: { tag: "x", value: null } },
  ];
  const lines = renderTable(rows, ty).split("\n");
  expect(lines.slice(3).map((line) => line.split(/ +/).filter(Boolean))).toEqual([
    ["0", "1", "x(5)"],
    [],
    ["1", "x()"],
    [],
  ]);
});

describe("columns without width", () => {
  test.each([
    ["unit", undefined, unit, "\n\n\n"],
    ["a tuple of units", { a: undefined }, tuple(["a", unit]), "\n\n\n"],
    ["rows of unit", [undefined, undefined], array(unit), "\n─\n0\n1\n"],
  ])("%s", (_, value, ty, table) => {
    expect(renderTable(value, ty)).toBe(table);
  });
});

describe("sizes", () => {
  test("wide text is cut by characters, which an emoji is one of", () => {
    const table = renderTable(["🦦🦦🦦🦦", "字字字"], array(text), [], { maxColumnWidth: 3 });
    expect(table).toBe("  Te…\n─────\n0 🦦🦦…\n1 字字字\n");
  });

  test("rows beyond the limit are counted", () => {
    const table = renderTable([1, 2, 3], array(int), [], { maxRows: 1 });
    expect(table).toBe("  Int32\n───────\n0     1\n… 2 more rows\n");
  });

  test("the index is as wide as its last row needs", () => {
    const table = renderTable(
      Array.from({ length: 11 }, () => 0),
      array(int),
    );
    expect(table.split("\n").slice(2, 3)).toStrictEqual([" 0     0"]);
    expect(table).toContain("\n10     0\n");
  });

  test.each([{ width: 0 }, { maxColumnWidth: 0 }, { maxArrayItems: 1.5 }, { maxRows: Number.NaN }])(
    "%o is refused",
    (options) => {
      expect(() => renderTable([], array(int), [], options)).toThrow(RangeError);
    },
  );

  test("a type with too many columns is refused before they are made", () => {
    const defs = Array.from({ length: 40 }, (_, i) => {
      const inner = i === 0 ? int : ident(`T${i - 1}`);
      return { name: [`T${i}`], ty: tuple(["a", inner], ["b", inner]) };
    });
    expect(() => renderTable([], array(ident("T39")), defs)).toThrow(RangeError);
  });

  test("cells of another type are refused with their place", () => {
    const ty = array(tuple(["id", int], ["at", tuple(["x", int])]));
    expect(() => renderTable([{ id: 1, at: { x: "y" } }], ty)).toThrow("[0].at.x: expected");
  });
});

describe("within the width of a terminal", () => {
  const within = (width: number, value: unknown, ty: Ty): string[] =>
    renderTable(value, ty, [], { width }).split("\n").slice(0, -1);

  test("a column takes the width that there is", () => {
    const long = "a text of more than twenty characters";
    expect(within(200, [{ t: long }], array(tuple(["t", text])))).toContain(`0 ${long}`);
  });

  test("arrays in cells stand on one line if that fits, else on a line for each item", () => {
    const ty = array(tuple(["id", int], ["tags", array(text)]));
    const tags = ["otter", "river", "größe", "kit", "den"];
    const rows = [
      { id: 1, tags },
      { id: 2, tags: [] },
    ];
    expect(within(80, rows, ty).slice(3)).toEqual([
      "0     1 otter, river, größe, kit, den",
      "1     2",
    ]);
    expect(within(30, rows, ty).slice(3)).toEqual([
      "0     1 otter",
      ...tags.slice(1).map((tag) => `        ${tag}`),
      "1     2",
    ]);
    const many = Array.from({ length: 30 }, (_, i) => "x".repeat(i));
    expect(within(80, many, array(text)).length).toBe(32);
    const row = within(80, [{ id: 1, tags: many }], ty);
    expect(row.slice(3)).toHaveLength(20);
    expect(row.at(-1)?.trim()).toBe("… 11 more");
  });

  test("a table may be just as wide as that, with columns of 10 characters or what they need", () => {
    const two = array(tuple(["a", text], ["b", text]));
    const row = (length: number): unknown => [{ a: "x".repeat(length), b: "y".repeat(length) }];
    expect(within(13, row(5), two)).toContain("0 xxxxx yyyyy");
    expect(within(12, row(5), two)).toContain("  a  xxxxx");
    expect(within(23, row(30), two)).toContain(`0 ${"x".repeat(9)}… ${"y".repeat(9)}…`);
    expect(within(22, row(30), two)).toContain(`  a  ${"x".repeat(30)}`);
    expect(within(12, ["x".repeat(30)], array(text))).toContain(`0 ${"x".repeat(9)}…`);
    expect(within(8, [["ab", "cd"]], array(array(text)))).toContain("0 ab, cd");
  });

  test("arrays are on one line in options, and below the names of variants", () => {
    const tags = array(tuple(["tags", option(array(text))]));
    expect(within(80, [{ tags: ["a", "b"] }, { tags: null }], tags).slice(3)).toEqual([
      "0 a, b",
      "1",
    ]);
    const shapes = array(tuple(["shape", enumOf(["dot"], ["poly", array(int)])]));
    expect(within(80, [{ shape: { tag: "poly", value: [1, 2] } }], shapes)).toEqual([
      "0",
      "  shape",
      "    poly  1, 2",
    ]);
  });

  test("the widest columns are narrowed first, and no line is longer", () => {
    const ty = array(tuple(["a", text], ["b", text], ["c", int]));
    const lines = within(40, [{ a: "x".repeat(50), b: "y".repeat(12), c: 5 }], ty);
    expect(lines.at(-1)).toBe(`0 ${"x".repeat(18)}… ${"y".repeat(12)}     5`);
  });

  test("rows that hold rows are records with a table inside", () => {
    const item = tuple(["sku", text], ["price", std("Float64")]);
    const ty = array(tuple(["id", int], ["items", array(item)], ["tags", array(text)]));
    const value = [
      { id: 1, items: [{ sku: "a", price: 1 }], tags: ["x", "y"] },
      { id: 20, items: [], tags: [] },
    ];
    expect(within(80, value, ty)).toEqual([
      "0",
      "  id     1",
      "  items",
      "      sku    price",
      "      Text Float64",
      "    ──────────────",
      "    0 a        1.0",
      "  tags   x, y",
      "1",
      "  id     20",
      "  items",
      "      sku    price",
      "      Text Float64",
      "    ──────────────",
      "  tags",
    ]);
  });

  test("a table inside of a record takes the width that is left", () => {
    const item = tuple(["a", text], ["b", text]);
    const ty = array(tuple(["id", int], ["items", array(item)]));
    const items = [{ a: "x".repeat(30), b: "y".repeat(30) }];
    const longest = (width: number): number =>
      Math.max(...within(width, [{ id: 1, items }], ty).map((line) => line.length));
    expect([longest(45), longest(43), longest(29)]).toEqual([45, 43, 29]);
  });

  test("rows with more columns than fit are records", () => {
    const names = ["a", "b", "c"] as const;
    const ty = array(tuple(...names.map((name): [string, Ty] => [name, text])));
    const row = Object.fromEntries(names.map((name) => [name, name.repeat(20)]));
    expect(within(20, [row], ty)).toEqual([
      "0",
      ...names.map((name) => `  ${name}  ${name.repeat(20)}`),
    ]);
  });

  test("arrays of arrays, options and variants that nest show all that they have", () => {
    const shape = enumOf(["dot"], ["poly", array(array(int))], ["at", tuple(["x", int])]);
    const ty = tuple(["grid", option(array(array(int)))], ["shape", shape], ["last", shape]);
    const value = {
      grid: [[1, 2], [3]],
      shape: { tag: "poly", value: [[4]] },
      last: { tag: "at", value: { x: 7 } },
    };
    expect(within(80, value, ty)).toEqual([
      "grid",
      "    value",
      "    [Int32]",
      "  ─────────",
      "  0 1, 2",
      "  1 3",
      "shape",
      "  poly",
      "      value",
      "      [Int32]",
      "    ─────────",
      "    0 4",
      "last",
      "  at",
      "    x  7",
    ]);
  });

  test("no line of a table is longer than the width, whatever the rows", () => {
    const random = createRandom(16);
    for (let round = 0; round < 200; round++) {
      const names = Array.from({ length: 1 + random.below(6) }, (_, i) => `c${i}`);
      const ty = array(tuple(...names.map((name): [string, Ty] => [name, text])));
      const width = 20 + random.below(100);
      const rows = Array.from({ length: random.below(5) }, () =>
        Object.fromEntries(names.map((name) => [name, "w".repeat(random.below(60))])),
      );
      const lines = within(width, rows, ty);
      const isTable = lines.some((line) => line.startsWith("──"));
      const longest = Math.max(0, ...lines.map((line) => line.length));
      expect(isTable ? longest : 0).toBeLessThanOrEqual(width);
      expect(isTable ? lines.length - 3 : lines.length / (names.length + 1)).toBe(rows.length);
    }
  });
});

test("a table has as many as 10,000 fields in a row, those that hold others included", () => {
  const hundred = (item: Ty): Ty =>
    tuple(...Array.from({ length: 100 }, (_, i): [string, Ty] => [`f${i}`, item]));
  const group = tuple(...Array.from({ length: 99 }, (_, i): [string, Ty] => [`g${i}`, int]));
  expect(renderTable([], array(hundred(group)))).toContain("g98");
  const larger = tuple(["all", hundred(group)]);
  expect(() => renderTable([], array(larger))).toThrow("at most 10000 columns");
});
