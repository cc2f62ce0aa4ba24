import { buildPeer } from "@lutra-internal/interop";
import type { Goal } from "../goals.ts";
import type { Readings } from "../readings.ts";
import { type End, executeRate, type Load, startEchoServer } from "../rust/ends.ts";
import type { Settings } from "../settings.ts";
import type { Cell, Reading } from "../reading.ts";
import type { Report, Suite } from "../suite.ts";
import { formatNumber, missing, type Table } from "../table.ts";
import { pin } from "../transport/pin.ts";

const placements = ["same CPU", "two CPUs"] as const;
type Placement = (typeof placements)[number];

const loads: Readonly<Record<string, Load>> = {
  "1 in flight": { inFlight: 1, bytes: 64 },
  "64 in flight": { inFlight: 64, bytes: 64 },
  "1 MiB, 4 in flight": { inFlight: 4, bytes: 1 << 20 },
};

/** Client and server of every connection that is compared. */
const pairs: Readonly<Record<string, readonly [client: End, server: End]>> = {
  "lutra client, lutra server": ["lutra", "lutra"],
  "lutra client, Rust server": ["lutra", "rust"],
  "Rust client, lutra server": ["rust", "lutra"],
  "Rust client, Rust server": ["rust", "rust"],
};

async function cells(): Promise<readonly Cell[]> {
  const { missing: reason } = await buildPeer();
  if (reason !== undefined) {
    process.stderr.write(`rust: left out, ${reason}\n`);
    return [];
  }
  return placements.flatMap((placement) =>
    Object.keys(loads).flatMap((load) =>
      Object.keys(pairs).map((pair) => ({ id: [placement, load, pair] })),
    ),
  );
}

async function run(id: Cell["id"], settings: Settings): Promise<Reading> {
  const [placement, loadName, pairName] = id as [Placement, string, string];
  const [load, pair] = [loads[loadName], pairs[pairName]];
  if (load === undefined || pair === undefined) throw new TypeError(`no cell is ${id.join(" ")}`);
  const { path } = await buildPeer();
  if (path === undefined) throw new TypeError("there is no Rust peer");
  const [client, server] = pair;
  await using running = await startEchoServer(server, path);
  pin(running.pid, placement === "same CPU" ? 0 : 1);
  // A client of the original is a child of this process, and stays where its parent was.
  pin(process.pid, 0);
  return { executesPerSecond: await executeRate(client, path, running.port, load, settings) };
}

function rateTable(readings: Readings, placement: Placement): Table {
  const columns = Object.keys(loads);
  const cell = (load: string, pair: string): string => {
    const rate = readings.get("executesPerSecond", placement, load, pair);
    return rate === undefined ? missing : formatNumber(rate);
  };
  return {
    caption: `${placement}: executes per second`,
    head: ["", ...columns],
    rows: Object.keys(pairs).map((pair) => [pair, ...columns.map((load) => cell(load, pair))]),
  };
}

/** Pairs of connections of which the first should be faster, and by how much. */
const shares: readonly (readonly [string, string, number])[] = [
  // What a caller of ours gains by our server, and what a caller of the original does.
  ["lutra client, lutra server", "lutra client, Rust server", 1],
  ["Rust client, lutra server", "Rust client, Rust server", 1],
  // The same for our client, and for both ends.
  ["lutra client, Rust server", "Rust client, Rust server", 1],
  ["lutra client, lutra server", "Rust client, Rust server", 1],
];

function goals(readings: Readings): readonly Goal[] {
  return placements.flatMap((placement) =>
    shares.map(([pair, other, atLeast]) => ({
      what: `${pair}; executes of ${other}, 64 in flight, ${placement}`,
      atLeast,
      measured: readings.ratio(
        "executesPerSecond",
        [placement, "64 in flight", pair],
        [placement, "64 in flight", other],
      ),
    })),
  );
}

function report(readings: Readings): Report {
  return {
    tables: placements.map((placement) => rateTable(readings, placement)),
    goals: goals(readings),
  };
}

/** Our client and server beside those of the original, over TCP. */
export const rustSuite: Suite = { name: "rust", cells, run, report };
