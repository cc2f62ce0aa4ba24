import { inProcess } from "../channel/in-process.ts";
import { workerPeers } from "../channel/workers.ts";
import { measureAsyncNs } from "../measure-async.ts";
import type { Readings } from "../readings.ts";
import type { Settings } from "../settings.ts";
import type { Cell, Reading } from "../reading.ts";
import type { Report, Suite } from "../suite.ts";
import { formatNumber, missing, type Table } from "../table.ts";
import { measureCallRate } from "../transport/drive.ts";
import { pin } from "../transport/pin.ts";

const loads = ["1 in flight", "64 in flight", "1 MiB handed over"] as const;

function cells(): readonly Cell[] {
  return [
    ...Object.keys(inProcess).map((name) => ({ id: ["same thread", name] })),
    ...Object.keys(workerPeers).flatMap((name) =>
      loads
        .filter((load) => name !== "comlink" || load !== "1 MiB handed over")
        .map((load) => ({ id: ["worker", load, name] })),
    ),
  ];
}

async function runInProcess(name: string, settings: Settings): Promise<Reading> {
  const start = inProcess[name];
  if (start === undefined) throw new TypeError(`no call is named ${name}`);
  const { call, close } = await start();
  if ((await call()).length !== 64) throw new Error(`${name} does not echo`);
  const ns = await measureAsyncNs(call, settings);
  close();
  return { ns };
}

async function runWorker(load: string, name: string, settings: Settings): Promise<Reading> {
  const connect = workerPeers[name];
  if (connect === undefined) throw new TypeError(`no worker is named ${name}`);
  const peer = await connect();
  const call = load === "1 MiB handed over" ? peer.large : peer.small;
  if (call === undefined) throw new TypeError(`${name} hands nothing over`);
  await call();
  // Waking another CPU costs more than the call.
  pin(process.pid, 0);
  const callsPerSecond = await measureCallRate(call, {
    inFlight: load === "64 in flight" ? 64 : 1,
    warmUpMs: settings.warmUpMs * 2,
    slices: 5,
    sliceMs: settings.sliceMs * 20,
  });
  await peer.close();
  return { callsPerSecond };
}

async function run(id: Cell["id"], settings: Settings): Promise<Reading> {
  const [where, first, second] = id as [string, string, string];
  return where === "worker"
    ? await runWorker(first, second, settings)
    : await runInProcess(first, settings);
}

function report(readings: Readings): Report {
  const ns = (name: string): number | undefined => readings.get("ns", "same thread", name);
  const us = (load: string, name: string): number | undefined => {
    const rate = readings.get("callsPerSecond", "worker", load, name);
    return rate === undefined ? undefined : 1e6 / rate;
  };
  const text = (value: number | undefined): string =>
    value === undefined ? missing : formatNumber(value);
  const tables: Table[] = [
    {
      caption: "same thread: ns per call",
      head: ["", "ns"],
      rows: Object.keys(inProcess).map((name) => [name, text(ns(name))]),
    },
    {
      caption: "worker, same CPU: µs per call",
      head: ["", ...loads],
      rows: Object.keys(workerPeers).map((name) => [
        name,
        ...loads.map((load) => text(us(load, name))),
      ]),
    },
  ];
  const bare = "bare-postMessage";
  return {
    tables,
    goals: [
      {
        what: "channel call, ns",
        atMost: 300,
        measured: ns("lutra"),
        format: (value) => `${formatNumber(value)} ns`,
      },
      {
        what: "channel call, speed of MessageChannel",
        atLeast: 10,
        measured: ratio(ns("MessageChannel"), ns("lutra")),
      },
      {
        what: "channel call, speed of comlink",
        atLeast: 40,
        measured: ratio(ns("comlink"), ns("lutra")),
      },
      {
        what: "worker call, time of bare postMessage",
        atMost: 1.2,
        measured: ratio(us("1 in flight", "lutra"), us("1 in flight", bare)),
      },
      {
        what: "worker call, speed of comlink",
        atLeast: 2,
        measured: ratio(us("1 in flight", "comlink"), us("1 in flight", "lutra")),
      },
      {
        what: "worker, 64 in flight, speed of a postMessage each",
        atLeast: 6,
        measured: ratio(us("64 in flight", bare), us("64 in flight", "lutra")),
      },
      {
        what: "worker, 1 MiB handed over, time of the small call",
        atMost: 1.3,
        measured: ratio(us("1 MiB handed over", "lutra"), us("1 in flight", "lutra")),
      },
    ],
  };
}

function ratio(over: number | undefined, under: number | undefined): number | undefined {
  return over === undefined || under === undefined ? undefined : over / under;
}

/** Calls inside a thread and to a worker. */
export const channelSuite: Suite = { name: "channel", cells, run, report };
