import { expect, test } from "vitest";
import { formatNumber, formatRatio, missing, renderTable, withoutGaps } from "../src/table.ts";

test.each([
  [undefined, "–"],
  [0, "0"],
  [0.0008123, "0.0008"],
  [0.0123, "0.0123"],
  [5.274, "5.27"],
  [66.4, "66"],
  [4_107_000.4, "4107000"],
])("formatNumber(%s) is %s", (value, text) => {
  expect(formatNumber(value)).toBe(text);
});

test("ratios have two digits", () => {
  expect([formatRatio(1.046), formatRatio(undefined)]).toEqual(["1.05x", "–"]);
});

test("a table is Markdown with aligned columns", () => {
  const table = {
    caption: "speed",
    head: ["", "B"],
    rows: [
      ["json", "1234"],
      ["x", "5"],
    ],
  };
  expect(renderTable(table).split("\n")).toEqual([
    "### speed",
    "",
    "|      |    B |",
    "| ---- | ---: |",
    "| json | 1234 |",
    "| x    |    5 |",
  ]);
});

test("rows and columns without a measurement go", () => {
  const rows = [
    ["json", missing, "1"],
    ["x", missing, missing],
  ];
  expect(withoutGaps({ caption: "speed", head: ["", "A", "B"], rows })).toEqual({
    caption: "speed",
    head: ["", "B"],
    rows: [["json", "1"]],
  });
});
