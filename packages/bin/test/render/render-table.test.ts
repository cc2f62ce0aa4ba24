import { showcase } from "@lutra-internal/fixtures";
import { expect, test } from "vitest";
import { codecFor } from "../../src/codec-for.ts";
import { programTypeCodec } from "../../src/program.ts";
import { renderTable } from "../../src/render.ts";
test("x", () => {
  for (const name of ["movie-search", "inventory-valuation", "portfolio", "word-statistics", "columnar-transform","date-buckets"]) {
    const s = showcase(name);
    const t = programTypeCodec.decode(s.programType);
    const v = codecFor(t.output, t.defs).decode(s.expected);
    console.log(renderTable(v, t.output, t.defs));
  }
});
