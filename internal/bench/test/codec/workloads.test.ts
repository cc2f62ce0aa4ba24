import { expect, test } from "vitest";
import {
  rowCounts,
  workload,
  type WorkloadName,
  workloadNames,
} from "../../src/codec/workloads.ts";

test("a workload is the same every time", () => {
  expect(workload("F")).toEqual(workload("F"));
});

test.each(workloadNames.filter((name) => rowCounts[name] > 1))("%s has its rows", (name) => {
  expect(workload(name as Exclude<WorkloadName, "A">)).toHaveLength(rowCounts[name]);
});

test("titles are 12 characters long in the mean", () => {
  const rows = workload("B");
  const mean = rows.reduce((sum, { title }) => sum + title.length, 0) / rows.length;
  expect(mean).toBeCloseTo(12, 0);
});
