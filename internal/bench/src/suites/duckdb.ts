import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { type Contender, contenders, setUp, workloads } from "../duckdb/contenders.ts";
import type { Goal } from "../goals.ts";
import { measureAdded, measureAsyncNs } from "../measure-async.ts";
import type { Readings } from "../readings.ts";
import type { Settings } from "../settings.ts";
import type { Cell, Reading } from "../reading.ts";
import type { Report, Suite } from "../suite.ts";
import { formatNumber, formatRatio } from "../table.ts";

const stock = "node-api, row objects";
/** The least that the driver alone takes for values. */
const leanest = "node-api, chunks";
const ours = "runner, Lutra bytes";
const [single = "", ...many] = Object.keys(workloads);
/** Not a contender: what ours costs more than the leanest, both in one process. */
const added = "added by the runner";

function cells(): readonly Cell[] {
  const apart = Object.keys(workloads).flatMap((workload) =>
    Object.keys(contenders).map((contender) => ({ id: [workload, contender] })),
  );
  return [...apart, { id: [single, added] }];
}

async function run(
  [workloadName = "", name = ""]: Cell["id"],
  settings: Settings,
): Promise<Reading> {
  const workload = workloads[workloadName];
  if (workload === undefined) throw new TypeError("no such cell");
  const instance = await DuckDBInstance.create(":memory:");
  const connections: DuckDBConnection[] = [];
  const prepare = async (contender: Contender | undefined): Promise<() => Promise<number>> => {
    if (contender === undefined) throw new TypeError("no such cell");
    const connection = await instance.connect();
    connections.push(connection);
    if (connections.length === 1) for (const statement of setUp) await connection.run(statement);
    const execute = await contender(connection, workload);
    const rows = await execute();
    if (rows !== workload.rows) throw new Error(`expected ${workload.rows} rows, got ${rows}`);
    return execute;
  };
  const reading =
    name === added
      ? await readAdded(
          await prepare(contenders[ours]),
          await prepare(contenders[leanest]),
          settings,
        )
      : await readOne(await prepare(contenders[name]), settings);
  for (const connection of connections) connection.disconnectSync();
  instance.closeSync();
  return reading;
}

async function readOne(execute: () => Promise<number>, settings: Settings): Promise<Reading> {
  return { us: (await measureAsyncNs(execute, settings)) / 1e3 };
}

async function readAdded(
  execute: () => Promise<number>,
  base: () => Promise<number>,
  { slices }: Settings,
): Promise<Reading> {
  // Short slices: a statement costs hundreds of microseconds, and how many changes within tens of milliseconds.
  const added = await measureAdded(execute, base, { pairs: 200 * slices, callsPerSlice: 5 });
  return { us: added.cpuNs / 1e3, wallUs: added.wallNs / 1e3 };
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
  const goals: readonly Goal[] = [
    ...many.map((workload) => ({
      what: `${workload}, time of getRowObjectsJS`,
      atMost: 0.6,
      measured: readings.ratio("us", [workload, ours], [workload, stock]),
    })),
    {
      what: `${single}, CPU time that the runner adds to chunks`,
      atMost: 10,
      measured: us(single, added),
      format: (value) => `${formatNumber(value)} us`,
    },
  ];
  const head = Object.keys(workloads).flatMap((workload) => [`${workload}, us`, "ratio"]);
  const wall = readings.get("wallUs", single, added);
  return {
    tables: [
      { caption: "CPU time of this process per statement", head: ["", ...head], rows },
      {
        caption: `What the runner adds to ${leanest}, ${single}`,
        head: ["CPU, us", "wall, us"],
        rows: [[formatNumber(us(single, added)), formatNumber(wall)]],
      },
    ],
    goals,
  };
}

/** The runner for DuckDB, beside its driver alone, in memory. */
export const duckDbSuite: Suite = { name: "duckdb", cells, run, report };
