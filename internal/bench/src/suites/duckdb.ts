import { DuckDBInstance } from "@duckdb/node-api";
import { contenders, setUp, workloads } from "../duckdb/contenders.ts";
import type { Goal } from "../goals.ts";
import { measureAsyncNs } from "../measure-async.ts";
import type { Readings } from "../readings.ts";
import type { Settings } from "../settings.ts";
import type { Cell, Reading, Report, Suite } from "../suite.ts";
import { formatNumber, formatRatio } from "../table.ts";

const stock = "node-api, row objects";
const ours = "runner, Lutra bytes";
const [single = "", ...many] = Object.keys(workloads);

function cells(): readonly Cell[] {
  return Object.keys(workloads).flatMap((workload) =>
    Object.keys(contenders).map((contender) => ({ id: [workload, contender] })),
  );
}

async function run(
  [workloadName = "", name = ""]: Cell["id"],
  settings: Settings,
): Promise<Reading> {
  const workload = workloads[workloadName];
  const contender = contenders[name];
  if (workload === undefined || contender === undefined) throw new TypeError("no such cell");
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  for (const statement of setUp) await connection.run(statement);
  const execute = await contender(connection, workload);
  const rows = await execute();
  if (rows !== workload.rows) throw new Error(`expected ${workload.rows} rows, got ${rows}`);
  const ns = await measureAsyncNs(execute, settings);
  connection.disconnectSync();
  instance.closeSync();
  return { us: ns / 1e3 };
}

function report(readings: Readings): Report {
  const us = (workload: string, contender: string): number | undefined =>
    readings.get("us", workload, contender);
  const rows = Object.keys(contenders).map((contender) => [
    contender,
    ...Object.keys(workloads).flatMap((workload) => [
      formatNumber(us(workload, contender)),
      formatRatio(readings.ratio("us", [workload, contender], [workload, stock])),
    ]),
  ]);
  const [withRunner, without] = [us(single, ours), us(single, stock)];
  const added =
    withRunner === undefined || without === undefined ? undefined : withRunner - without;
  const goals: readonly Goal[] = [
    ...many.map((workload) => ({
      what: `${workload}, time of getRowObjectsJS`,
      atMost: 0.6,
      measured: readings.ratio("us", [workload, ours], [workload, stock]),
    })),
    {
      what: `${single}, CPU time that the runner adds to getRowObjectsJS`,
      atMost: 10,
      measured: added,
      format: (value) => `${formatNumber(value)} us`,
    },
  ];
  const head = Object.keys(workloads).flatMap((workload) => [`${workload}, us`, "ratio"]);
  return {
    tables: [{ caption: "CPU time of this process per statement", head: ["", ...head], rows }],
    goals,
  };
}

/** The runner for DuckDB, beside its driver alone, in memory. */
export const duckDbSuite: Suite = { name: "duckdb", cells, run, report };
