import { expect, test } from "vitest";
import { Readings } from "../src/readings.ts";

test("a reading is the median of its trials", () => {
  const readings = new Readings();
  for (const ns of [9, 1, 3]) readings.add(["B", "decode"], { ns });
  expect(readings.get("ns", "B", "decode")).toBe(3);
});

test("cells and quantities that were not measured are undefined, in ratios too", () => {
  const readings = new Readings();
  readings.add(["B"], { ns: 4 });
  readings.add(["C"], { ns: 2 });
  expect(readings.ratio("ns", ["B"], ["C"])).toBe(2);
  expect(readings.ratio("ns", ["B"], ["D"])).toBeUndefined();
  expect(readings.get("bytes", "B")).toBeUndefined();
});

test("ids that look alike when joined are different cells", () => {
  const readings = new Readings();
  readings.add(["a b"], { ns: 1 });
  expect(readings.get("ns", "a", "b")).toBeUndefined();
});

test("JSON holds every trial", () => {
  const readings = new Readings();
  readings.add(["B"], { ns: 1 });
  readings.add(["B"], { ns: 2 });
  expect(JSON.parse(JSON.stringify(readings))).toEqual([
    { id: ["B"], trials: [{ ns: 1 }, { ns: 2 }] },
  ]);
});
