import { postgresCommands, startPostgres } from "@lutra-internal/postgres-server";
import { Client } from "pg";
import type { Goal } from "../goals.ts";
import { measureAddedNs, measureAsyncNs, measureRatio } from "../measure-async.ts";
import { type Contender, contenders, setUp, workloads } from "../postgres/contenders.ts";
import type { Readings } from "../readings.ts";
import type { Settings } from "../settings.ts";
import type { Cell, Reading } from "../reading.ts";
import type { Report, Suite } from "../suite.ts";
import { formatNumber, formatRatio } from "../table.ts";

const stock = "pg, row objects";
const ours = "runner over pg, Lutra bytes";
const [single = "", many = ""] = Object.keys(workloads);
/** Not a contender: what ours costs more than stock, both in one process. */
const added = "added by the runner";
/** Not a contender either: time of ours over that of stock, both in one process. */
const compared = "runner over pg, of stock pg";

/** Returns the cells; none where no server is installed. */
function cells(): readonly Cell[] {
  if (postgresCommands() === undefined) return [];
  const apart = Object.keys(workloads).flatMap((workload) =>
    Object.keys(contenders).map((contender) => ({ id: [workload, contender] })),
  );
  return [...apart, { id: [single, added] }, { id: [many, compared] }];
}

async function run(
  [workloadName = "", name = ""]: Cell["id"],
  settings: Settings,
): Promise<Reading> {
  const workload = workloads[workloadName];
  if (workload === undefined) throw new TypeError("no such cell");
  await using server = await startPostgres();
  const { host, port, user, database } = server;
  const clients: Client[] = [];
  const prepare = async (contender: Contender | undefined): Promise<() => Promise<number>> => {
    if (contender === undefined) throw new TypeError("no such cell");
    const client = new Client({ host, port, user, database });
    clients.push(client);
    await client.connect();
    if (clients.length === 1) await client.query(setUp);
    const execute = await contender(client, workload);
    const rows = await execute();
    if (rows !== workload.rows) throw new Error(`expected ${workload.rows} rows, got ${rows}`);
    return execute;
  };
  if (name === compared) {
    const pair = { pairs: 3 * settings.slices, callsPerSlice: 1, warmUpCalls: 10 };
    const both = [await prepare(contenders[ours]), await prepare(contenders[stock])] as const;
    const ratio = await measureRatio(...both, pair);
    for (const client of clients) await client.end();
    return { ratio };
  }
  const ns =
    name === added
      ? await measureAddedNs(await prepare(contenders[ours]), await prepare(contenders[stock]), {
          pairs: 10 * settings.slices,
          callsPerSlice: 100,
        })
      : await measureAsyncNs(await prepare(contenders[name]), settings);
  for (const client of clients) await client.end();
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
  const goals: readonly Goal[] = [
    {
      what: `${many}, time of pg with row objects`,
      atMost: 1.1,
      measured: readings.get("ratio", many, compared),
    },
    {
      what: `${single}, CPU time that the runner adds`,
      atMost: 10,
      measured: us(single, added),
      format: (value) => `${formatNumber(value)} us`,
    },
  ];
  const head = Object.keys(workloads).flatMap((workload) => [`${workload}, us`, "ratio"]);
  return {
    tables: [{ caption: "CPU time of this process per statement", head: ["", ...head], rows }],
    goals,
  };
}

/** The runner for PostgreSQL, beside its driver alone, on a server of its own. */
export const postgresSuite: Suite = { name: "postgres", cells, run, report };
