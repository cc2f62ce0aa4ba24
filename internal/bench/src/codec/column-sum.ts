import assert from "node:assert/strict";
import { array, bool, codecFor, float64, int32, text, tuple } from "@lutra/bin";
import { compileCodec } from "@lutra/bin/jit";
import { view } from "@lutra/bin/view";
import type { Goal } from "../goals.ts";
import { measureNs } from "../measure.ts";
import type { Readings } from "../readings.ts";
import type { Settings } from "../settings.ts";
import type { Cell, Reading } from "../reading.ts";
import { formatNumber, type Table } from "../table.ts";
import { descriptions } from "./lutra-types.ts";
import { type Row, rowCounts, workload } from "./workloads.ts";

const rows = array(tuple({ id: int32, title: text, flags: bool, score: float64 }));

/** Ways to add up two columns of encoded rows. */
const ways: Readonly<Record<string, () => (bytes: Uint8Array) => number>> = {
  lutra: () => (bytes) => sumOfRows(rows.decode(bytes)),
  "lutra-compiled": () => {
    const compiled = compileCodec(codecFor(descriptions.B, []));
    return (bytes) => sumOfRows(compiled.decode(bytes) as Row[]);
  },
  "lutra-view": () => (bytes) => {
    const lazy = view(rows, bytes);
    return sumOfColumns(lazy.column("id"), lazy.column("score"));
  },
  "lutra-view-typed": () => (bytes) => {
    const lazy = view(rows, bytes);
    return sumOfColumns(lazy.column("id", Int32Array), lazy.column("score", Float64Array));
  },
};

function sumOfRows(items: readonly Row[]): number {
  let sum = 0;
  for (const { id, score } of items) sum += id + score;
  return sum;
}

function sumOfColumns(ids: ArrayLike<number>, scores: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < ids.length; i++) sum += ids[i]! + scores[i]!;
  return sum;
}

/** Operation of the cells: from bytes to the sum of two columns. */
export const sumOperation = "column sum";

/** Cells that add up two columns of workload B. */
export const sumCells: readonly Cell[] = Object.keys(ways).map((name) => ({
  id: ["B", sumOperation, name],
}));

/** Checks the sum, and measures it per row. */
export function measureSum(name: string, settings: Settings): Reading {
  const value = workload("B");
  const bytes = rows.encode(value);
  const sum = ways[name]!();
  assert.equal(sum(bytes), sumOfRows(value));
  return { ns: measureNs(() => sum(bytes), settings) / rowCounts.B };
}

/** Returns the times of all ways. */
export function sumTable(readings: Readings): Table {
  return {
    caption: "sum of two columns of B, out of bytes: ns per row",
    head: Object.keys(ways),
    rows: [
      Object.keys(ways).map((name) => formatNumber(readings.get("ns", "B", sumOperation, name))),
    ],
  };
}

/** Returns the goals of lazy reading. */
export function sumGoals(readings: Readings): readonly Goal[] {
  return ["lutra", "lutra-compiled"].map((peer) => ({
    what: `lutra-view-typed B ${sumOperation}, speed of ${peer}`,
    atLeast: 10,
    measured: readings.ratio(
      "ns",
      ["B", sumOperation, peer],
      ["B", sumOperation, "lutra-view-typed"],
    ),
  }));
}
