import { expect, test } from "vitest";
import { changeTable } from "../src/change-table.ts";
import { Readings } from "../src/readings.ts";

test("every quantity of a cell stands next to what the other checkout measured", () => {
  const readings = new Readings();
  readings.add(["B", "decode"], { ns: 30 });
  readings.add(["C"], { ns: 1 });
  const before = new Readings();
  before.add(["B", "decode"], { ns: 40, bytes: 7 });
  expect(changeTable(readings, before).rows).toEqual([
    ["B decode, bytes", "7.00", "–", "–"],
    ["B decode, ns", "40", "30", "0.75x"],
  ]);
});

test("there is nothing to compare without another checkout", () => {
  expect(changeTable(new Readings(), new Readings()).rows).toEqual([]);
});
