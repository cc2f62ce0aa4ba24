import { expect, test } from "vitest";
import { renderChart } from "../src/chart.ts";

const widths = (svg: string): number[] =>
  Array.from(svg.matchAll(/<rect x="190"[^>]*width="([\d.]+)"/g), ([, width]) => Number(width));

test("bars are as long as their values, the longest over the whole width", () => {
  const svg = renderChart({
    name: "a",
    caption: "speed & size",
    series: ["ours", "theirs"],
    groups: [
      { label: "rows", values: [4, 1] },
      { label: "one row", values: [2, undefined] },
      { label: "not measured", values: [undefined, undefined] },
    ],
  });
  const [longest = 0, ...others] = widths(svg);
  expect(others).toEqual([longest / 4, longest / 2]);
  expect(svg).toContain("speed &amp; size");
  expect(svg).not.toContain("not measured");
  expect(svg).toContain("prefers-color-scheme: dark");
});

test("a logarithmic scale gives equal factors equal lengths", () => {
  const groups = [1, 10, 100].map((value) => ({ label: `${value}`, values: [value] }));
  const svg = renderChart({ name: "b", caption: "time", series: ["ours"], groups, scale: "log" });
  const [first = 0, second = 0, third = 0] = widths(svg);
  expect(first).toBeGreaterThan(0);
  expect(second - first).toBeCloseTo(third - second, 0);
});
