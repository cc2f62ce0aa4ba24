import { showcase } from "@lutra-internal/fixtures";
import { salesReport, salesReportRowCodec } from "@lutra-internal/fixtures/generated/showcase";
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

it("says that generated codecs have no columns", () => {
  const lazy = view(array(salesReportRowCodec), expected);
  expect(() => lazy.column("year")).toThrow(
    "items of generated codecs have no columns: use codecFor or combinators",
  );
});
