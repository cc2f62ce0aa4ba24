import { describe, expect, test } from "vitest";
import type { Candidate } from "../../src/codec/candidate.ts";
import { contenders } from "../../src/codec/contenders.ts";
import { checkedBytes } from "../../src/codec/operations.ts";
import { otherTables } from "../../src/codec/other-tables.ts";
import { workload } from "../../src/codec/workloads.ts";

describe.each(contenders)("$name", (contender) => {
  test.each(contender.workloads)("carries workload %s without loss", (name) => {
    expect(checkedBytes(contender.open(name), name).length).toBeGreaterThan(0);
  });
});

test.each(contenders.filter((contender) => contender.openTable !== undefined))(
  "$name carries other tables without loss",
  (contender) => {
    for (const table of otherTables()) {
      const candidate = contender.openTable?.(table) as Candidate;
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
