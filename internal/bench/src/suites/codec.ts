import type { Chart } from "../chart.ts";
import type { Contender } from "../codec/candidate.ts";
import { measureSum, sumCells, sumGoals, sumOperation, sumTable } from "../codec/column-sum.ts";
import { contenders } from "../codec/contenders.ts";
import { codecGoals, warmed } from "../codec/goals.ts";
import { measureOperation, type Operation, runOtherTables } from "../codec/operations.ts";
import { type WorkloadName, workloadNames } from "../codec/workloads.ts";
import type { Readings } from "../readings.ts";
import type { Settings } from "../settings.ts";
import type { Cell, Reading } from "../reading.ts";
import type { Report, Suite } from "../suite.ts";
import { formatNumber, missing, type Table } from "../table.ts";

/** A young generation that holds all that a heap measurement allocates: no collection in between. */
const heapArgs = ["--expose-gc", "--min-semi-space-size=256", "--max-semi-space-size=256"];

function cells(): readonly Cell[] {
  const compared = contenders.flatMap((contender) => [
    ...contender.workloads.flatMap((name) => [
      { id: [name, "encode", contender.name] },
      { id: [name, "decode", contender.name] },
    ]),
    ...(contender.workloads.includes("B")
      ? [{ id: ["B", "heap", contender.name], nodeArgs: heapArgs }]
      : []),
    ...(contender.openTable === undefined
      ? []
      : [{ id: [warmed, "encode", contender.name] }, { id: [warmed, "decode", contender.name] }]),
  ]);
  return [...compared, ...sumCells];
}

async function run(id: Cell["id"], settings: Settings): Promise<Reading> {
  if (id[1] === sumOperation) return measureSum(id[2]!, settings);
  const [place, operation, name] = id as [WorkloadName | typeof warmed, Operation, string];
  const contender = contenders.find((one) => one.name === name) as Contender;
  if (place !== warmed) return await measureOperation(contender, place, operation, settings);
  await runOtherTables(contender);
  return await measureOperation(contender, "B", operation, settings);
}

/** Returns the times of all contenders, each with its ratio to `lutra`. */
function timeTable(readings: Readings, operation: Operation): Table {
  const places = [...workloadNames, warmed];
  const cell = (place: string, name: string): string => {
    const ns = readings.get("ns", place, operation, name);
    if (ns === undefined) return missing;
    const ratio = readings.ratio("ns", [place, operation, name], [place, operation, "lutra"]);
    return `${formatNumber(ns)} (${ratio?.toFixed(2) ?? missing})`;
  };
  return {
    caption: `${operation}: ns per row (ratio to lutra)`,
    head: ["", ...places],
    rows: contenders.map(({ name }) => [name, ...places.map((place) => cell(place, name))]),
  };
}

function sizeTable(readings: Readings): Table {
  const size = (place: string, name: string): string =>
    String(readings.get("bytes", place, "encode", name) ?? missing);
  return {
    caption: "size: bytes of the whole message, and of heap per decoded row of B",
    head: ["", ...workloadNames, "heap, B"],
    rows: contenders.map(({ name }) => [
      name,
      ...workloadNames.map((place) => size(place, name)),
      formatNumber(readings.get("bytes", "B", "heap", name)),
    ]),
  };
}

/** Returns the speed of generated code and of peers over that of msgpackr with records. */
function speedChart(readings: Readings, operation: "decode" | "encode"): Chart {
  const series = ["lutra-generated", "lutra", "msgpackr-records", "bebop", "protobuf-es", "json"];
  const labels = { A: "one row", B: "10,000 rows", C: "nested arrays", F: "options and enums" };
  return {
    name: `codec-${operation}`,
    caption: `${operation}: speed over that of msgpackr with records (more is faster)`,
    series,
    groups: [...Object.entries(labels), [warmed, "rows after 40 other types"] as const].map(
      ([place, label]) => ({
        label,
        values: series.map((name) =>
          readings.ratio("ns", [place, operation, "msgpackr-records"], [place, operation, name]),
        ),
      }),
    ),
  };
}

function report(readings: Readings): Report {
  return {
    tables: [
      timeTable(readings, "encode"),
      timeTable(readings, "decode"),
      sumTable(readings),
      sizeTable(readings),
    ],
    goals: [...codecGoals(readings), ...sumGoals(readings)],
    charts: [speedChart(readings, "decode"), speedChart(readings, "encode")],
  };
}

/** Lutra's codecs against those of others, on eight workloads. */
export const codecSuite: Suite = { name: "codec", cells, run, report };
