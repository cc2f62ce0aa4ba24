import { describe, expect, test } from "vitest";
import type { Candidate } from "../../src/codec/candidate.ts";
import { contenders } from "../../src/codec/contenders.ts";
import { checkedBytes } from "../../src/codec/operations.ts";
import { lutraGenerated } from "../../src/codec/lutra-generated.ts";
import { otherTables } from "../../src/codec/other-tables.ts";
import { workload } from "../../src/codec/workloads.ts";
import { runCell } from "../../src/run-cell.ts";
import { quickSettings } from "../../src/settings.ts";

// Modules in URLs need Node's own loader, which only processes of the benchmark have.
const inProcess = contenders.filter((contender) => contender !== lutraGenerated);

describe.each(inProcess)("$name", (contender) => {
  test.each(contender.workloads)("carries workload %s without loss", async (name) => {
    expect(checkedBytes(await contender.open(name), name).length).toBeGreaterThan(0);
  });
});

test.each(inProcess.filter((contender) => contender.openTable !== undefined))(
  "$name carries other tables without loss",
  async (contender) => {
    for (const table of otherTables()) {
      const candidate = (await contender.openTable?.(table)) as Candidate;
      expect(candidate.toValue(candidate.decode(candidate.encode()))).toEqual(table.rows);
    }
  },
);

test("a codec that changes a value is not measured", () => {
  const row = workload("A");
  const wrong: Candidate = {
    encode: () => new Uint8Array(1),
    decode: () => ({ ...row, id: row.id + 1 }),
    toValue: (value) => value,
  };
  expect(() => checkedBytes(wrong, "A")).toThrow("another value than was encoded");
});

test.each(["A", "F", "B after 40 others"])(
  "generated modules carry %s without loss",
  async (place) => {
    const settings = { ...quickSettings, warmUpMs: 1, slices: 1, sliceMs: 1 };
    const reading = await runCell("codec", { id: [place, "encode", "lutra-generated"] }, settings);
    expect(reading["bytes"]).toBeGreaterThan(0);
  },
);
