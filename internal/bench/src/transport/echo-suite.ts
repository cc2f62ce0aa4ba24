import assert from "node:assert/strict";
import type { Goal } from "../goals.ts";
import type { Readings } from "../readings.ts";
import type { Settings } from "../settings.ts";
import type { Cell, Reading } from "../reading.ts";
import type { Suite } from "../suite.ts";
import { formatNumber, missing, type Table } from "../table.ts";
import { measureCallRate } from "./drive.ts";
import { type EchoClient, largeBytes, type TransportPeer } from "./peer.ts";
import { transportPeer } from "./peers.ts";
import { pin } from "./pin.ts";
import { startServer } from "./start-server.ts";

/** Both ends on one CPU, or one CPU each. The two never compare: waking another CPU costs more than the call. */
const placements = ["same CPU", "two CPUs"] as const;
export type Placement = (typeof placements)[number];

interface Load {
  readonly inFlight: number;
  readonly message: "small" | "large";
}

const loads: Readonly<Record<string, Load>> = {
  "1 in flight": { inFlight: 1, message: "small" },
  "64 in flight": { inFlight: 64, message: "small" },
  "1 MiB, 4 in flight": { inFlight: 4, message: "large" },
};

function cells(peers: readonly TransportPeer[]): readonly Cell[] {
  return peers.flatMap(({ name, inThread = false }) =>
    // Two threads of one process cannot be told apart by pinning processes.
    placements.flatMap((placement) =>
      inThread && placement === "two CPUs"
        ? []
        : Object.keys(loads).map((load) => ({ id: [placement, load, name] })),
    ),
  );
}

async function measure(
  peer: TransportPeer,
  client: EchoClient,
  load: Load,
  settings: Settings,
): Promise<Reading> {
  assert.deepEqual(await client.small(), client.smallEcho);
  assert.equal(await client.large(), largeBytes);
  const callsPerSecond = await measureCallRate(client[load.message], {
    inFlight: load.inFlight,
    warmUpMs: settings.warmUpMs * 2 * (peer.warmUps ?? 1),
    slices: 5,
    // Answers come in bursts; a slice must hold many of them.
    sliceMs: settings.sliceMs * 20,
  });
  return { callsPerSecond };
}

async function run(id: Cell["id"], settings: Settings): Promise<Reading> {
  const [placement, loadName, name] = id as [Placement, string, string];
  const peer = transportPeer(name);
  const load = loads[loadName];
  if (load === undefined) throw new TypeError(`no load is called ${loadName}`);
  using server = peer.serve === undefined ? undefined : await startServer(name);
  const client = await peer.connect(server?.address ?? 0);
  pin(process.pid, 0);
  const otherSide = server?.pid ?? client.pid;
  if (otherSide !== undefined) pin(otherSide, placement === "same CPU" ? 0 : 1);
  const reading = await measure(peer, client, load, settings);
  await client.close();
  return reading;
}

function rateTable(
  peers: readonly TransportPeer[],
  readings: Readings,
  placement: Placement,
): Table {
  const cell = (load: string, name: string): string => {
    const rate = readings.get("callsPerSecond", placement, load, name);
    if (rate === undefined) return missing;
    const small = loads[load]?.message === "small";
    return small ? formatNumber(rate) : `${formatNumber((rate * largeBytes) / 1e6)} MB/s`;
  };
  const columns = Object.keys(loads);
  return {
    caption: `${placement}: calls per second`,
    head: ["", ...columns],
    rows: peers.map(({ name }) => [name, ...columns.map((load) => cell(load, name))]),
  };
}

/**
 * Goal of a transport, as a share of the speed of what it is built on: its name, its peer's, where, under which load,
 * and at least how much.
 */
export type Share = readonly [
  name: string,
  peer: string,
  placement: Placement,
  load: string,
  atLeast: number,
];

function goals(shares: readonly Share[], readings: Readings): readonly Goal[] {
  return shares.map(([name, peer, placement, load, atLeast]) => ({
    what: `${name}, calls of ${peer}, ${load}, ${placement}`,
    atLeast,
    measured: readings.ratio("callsPerSecond", [placement, load, name], [placement, load, peer]),
  }));
}

/** Returns a suite of calls to another process or worker that echoes, by each of the peers. */
export function echoSuite(
  name: string,
  peers: readonly TransportPeer[],
  shares: readonly Share[],
): Suite {
  return {
    name,
    cells: () => cells(peers),
    run,
    report: (readings) => ({
      tables: placements.map((placement) => rateTable(peers, readings, placement)),
      goals: goals(shares, readings),
    }),
  };
}
