import { benchProgramNames } from "@lutra-internal/fixtures";
import type { Goal } from "../goals.ts";
import { openEvaluation } from "../interpreter/evaluation.ts";
import { rustTimes } from "../interpreter/rust-times.ts";
import { measureNs } from "../measure.ts";
import { measurePeakBytes, peakMemoryArgs } from "../peak-memory.ts";
import type { Readings } from "../readings.ts";
import type { Settings } from "../settings.ts";
import type { Cell, Reading } from "../reading.ts";
import type { Report, Suite } from "../suite.ts";
import { formatNumber, formatRatio, type Table } from "../table.ts";

const sizes = [100, 1_000, 10_000, 100_000] as const;
const largest = sizes[3];

/** Programs whose reference implementation is linear too, so that the ratio compares like with like. */
const comparable = ["fold-int", "sort-key", "group-aggregate", "window"];

function cells(): readonly Cell[] {
  return benchProgramNames().flatMap((name) => [
    ...sizes.map((rows) => ({ id: [name, "time", String(rows)] })),
    { id: [name, "memory", String(largest)], nodeArgs: peakMemoryArgs },
  ]);
}

function run(id: Cell["id"], settings: Settings): Reading {
  const [name = "", quantity, size] = id;
  const rows = Number(size);
  if (rows === largest) {
    // There is no digest for the largest input: the one below is checked in the same process first.
    const smaller = openEvaluation(name, sizes[2]);
    smaller.check(smaller.execute());
  }
  const { inputBytes, execute, check } = openEvaluation(name, rows);
  if (quantity === "time") {
    check(execute());
    // Programs are much code: compiling the hot parts takes longer than for a codec.
    return { ms: measureNs(execute, { ...settings, warmUpMs: settings.warmUpMs * 4 }) / 1e6 };
  }
  const peak = measurePeakBytes(execute);
  const bytes = inputBytes + check(peak.result);
  return { bytes, share: peak.bytes / bytes };
}

function timeTable(readings: Readings, rust: ReturnType<typeof rustTimes>): Table {
  const cell = (name: string, rows: number): string => {
    const ms = readings.get("ms", name, "time", String(rows));
    const reference = rust[name]?.[rows];
    const ratio = ms === undefined || reference === undefined ? undefined : ms / reference;
    return ratio === undefined ? formatNumber(ms) : `${formatNumber(ms)} (${formatNumber(ratio)})`;
  };
  return {
    caption:
      "time: ms per evaluation (ratio to the reference interpreter, taken from its own page)",
    head: ["", ...sizes.map((rows) => `n = ${rows}`), "growth, last step"],
    rows: benchProgramNames().map((name) => [
      name,
      ...sizes.map((rows) => cell(name, rows)),
      formatRatio(growth(readings, name)),
    ]),
  };
}

function growth(readings: Readings, name: string): number | undefined {
  const [below, last] = [String(sizes[2]), String(largest)];
  return readings.ratio("ms", [name, "time", last], [name, "time", below]);
}

function memoryTable(readings: Readings): Table {
  const get = (quantity: string, name: string): number | undefined =>
    readings.get(quantity, name, "memory", String(largest));
  return {
    caption: `memory at its height, n = ${largest}, as multiples of input + output`,
    head: ["", "input + output, MB", "height"],
    rows: benchProgramNames().map((name) => {
      const bytes = get("bytes", name);
      return [
        name,
        formatNumber(bytes === undefined ? undefined : bytes / 1e6),
        formatRatio(get("share", name)),
      ];
    }),
  };
}

function goals(readings: Readings, rust: ReturnType<typeof rustTimes>): readonly Goal[] {
  return benchProgramNames().flatMap((name) => {
    const ms = readings.get("ms", name, "time", String(sizes[2]));
    const reference = rust[name]?.[sizes[2]];
    const ratio = ms === undefined || reference === undefined ? undefined : ms / reference;
    return [
      {
        what: `${name}, time of the reference interpreter, n = ${sizes[2]}`,
        atMost: comparable.includes(name) ? 2 : 1,
        measured: ratio,
      },
      {
        what: `${name}, growth from n = ${sizes[2]} to ${largest}`,
        atMost: 12,
        measured: growth(readings, name),
      },
      {
        what: `${name}, memory over input + output`,
        atMost: 4,
        measured: readings.get("share", name, "memory", String(largest)),
      },
    ];
  });
}

function report(readings: Readings): Report {
  const rust = rustTimes();
  return {
    tables: [timeTable(readings, rust), memoryTable(readings)],
    goals: goals(readings, rust),
  };
}

/** The interpreter on six programs, against the reference interpreter's times. */
export const interpreterSuite: Suite = { name: "interpreter", cells, run, report };
