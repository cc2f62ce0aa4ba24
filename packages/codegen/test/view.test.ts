import { showcase } from "@lutra-internal/fixtures";
import {
  columnarTransformOutputCodec,
  salesReport,
  salesReportRowCodec,
} from "@lutra-internal/fixtures/generated/showcase";
import { array } from "@lutra/bin";
import { view } from "@lutra/bin/view";
import { expect, it } from "vitest";

const { expected } = showcase("sales-report");
const rows = salesReport.output.decode(expected);

it("reads items of generated codecs one by one", () => {
  const lazy = view(array(salesReportRowCodec), expected);
  expect(lazy.length).toBe(rows.length);
  expect(rows.length).toBeGreaterThan(1);
  expect([...lazy]).toEqual(rows);
  expect(lazy.at(-1)).toEqual(rows.at(-1));
});

it("reads columns of generated codecs", () => {
  const lazy = view(array(salesReportRowCodec), expected);
  for (const key of ["year", "orders", "mean_order_cents", "largest_order_cents"] as const) {
    expect(lazy.column(key)).toEqual(rows.map((row) => row[key]));
  }
  expect([...lazy.column("year", Int32Array)]).toEqual(rows.map(({ year }) => year));
});

it("reads fields of a generated codec, and columns in them", () => {
  const output = showcase("columnar-transform").expected;
  const value = columnarTransformOutputCodec.decode(output);
  const lazy = view(columnarTransformOutputCodec, output);
  expect(lazy.get("totals")).toEqual(value.totals);
  expect(lazy.view("rows").column("day")).toEqual(value.rows.map(({ day }) => day));
});
