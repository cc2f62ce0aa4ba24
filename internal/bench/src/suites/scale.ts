import assert from "node:assert/strict";
import { availableParallelism, loadavg } from "node:os";
import { isInstalled } from "@lutra-internal/replicas";
import type { Readings } from "../readings.ts";
import { inFlight, measureLoad, type Target } from "../scale/load.ts";
import { type Reach, ways, withOneAlone } from "../scale/ways.ts";
import { type ScaleWorkload, scaleWorkloads } from "../scale/workloads.ts";
import type { Settings } from "../settings.ts";
import type { Cell, Reading } from "../reading.ts";
import type { Report, Suite } from "../suite.ts";
import { formatNumber, formatRatio, type Table } from "../table.ts";
import { pin } from "../transport/pin.ts";

/** Numbers of replicas that are measured. */
const counts = ["1", "2", "4"];

function cells(): readonly Cell[] {
  const found = Object.entries(ways).filter(([name, { command }]) => {
    if (isInstalled(command)) return true;
    process.stderr.write(`scale: ${name} left out, ${command} is not installed\n`);
    return false;
  });
  return Object.keys(scaleWorkloads).flatMap((workload) =>
    found.flatMap(([way]) => counts.map((count) => ({ id: [workload, way, count] }))),
  );
}

async function run(id: Cell["id"], settings: Settings): Promise<Reading> {
  const [workloadName = "", wayName = "", count = ""] = id;
  const [make, way] = [scaleWorkloads[workloadName], ways[wayName]];
  if (make === undefined || way === undefined) throw new TypeError(`no cell is ${id.join(" ")}`);
  const workload = make();
  const load = loadavg()[0] ?? 0;
  return await withOneAlone(workload.runner, async (alone) =>
    way.withReplicas(workload.runner, Number(count), async (reach) => {
      const [ours, base] = [await prepare(reach, workload), await prepare(alone, workload)];
      const slices = { slices: settings.slices, sliceMs: settings.sliceMs * 10 };
      return { ...(await measureLoad(ours, base.call, slices)), load };
    }),
  );
}

/** Keeps each replica on one CPU, and checks the answer. */
async function prepare(
  { client, ...processes }: Reach,
  { program, input, output }: ScaleWorkload,
): Promise<Target> {
  for (const [place, pid] of processes.replicas.entries()) pin(pid, place % availableParallelism());
  const prepared = await client.prepare(program);
  const call = (): Promise<Uint8Array> => client.execute(prepared, input);
  assert.deepEqual(await call(), output);
  return { ...processes, call };
}

function tableOf(readings: Readings, workload: string): Table {
  const rows = Object.keys(ways).flatMap((way) =>
    counts.map((count) => {
      const read = (quantity: string): number | undefined =>
        readings.get(quantity, workload, way, count);
      const quantities = ["p50", "p99", "replicaCpu", "frontCpu", "load"];
      return [
        `${way}, ${count}`,
        formatNumber(read("callsPerSecond")),
        formatRatio(read("ratio")),
        ...quantities.map((quantity) => formatNumber(read(quantity))),
      ];
    }),
  );
  const where = `${availableParallelism()} CPUs that client and balancer use too`;
  return {
    caption: `${workload}, ${inFlight} calls in flight, on ${where}`,
    head: [
      "replicas",
      "calls/s",
      "of one alone",
      "p50, ms",
      "p99, ms",
      "replica, CPU ms a call",
      "balancer, CPU ms a call",
      "load before",
    ],
    rows,
  };
}

function report(readings: Readings): Report {
  const tables = Object.keys(scaleWorkloads).map((workload) => tableOf(readings, workload));
  return { tables, goals: [] };
}

/** Replicas behind a balancer and in a queue group, beside one replica alone. */
export const scaleSuite: Suite = { name: "scale", cells, run, report };
