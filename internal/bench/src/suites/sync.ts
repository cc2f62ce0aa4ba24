import { median } from "../measure.ts";
import type { Readings } from "../readings.ts";
import type { Settings } from "../settings.ts";
import type { Cell, Reading } from "../reading.ts";
import type { Report, Suite } from "../suite.ts";
import { syncPeers } from "../sync/peers.ts";
import { formatNumber, missing } from "../table.ts";
import { pin } from "../transport/pin.ts";

const sizes: Readonly<Record<string, number>> = { "64 B": 64, "1 MiB": 1 << 20 };

function cells(): readonly Cell[] {
  return Object.keys(sizes).flatMap((size) =>
    Object.keys(syncPeers).map((name) => ({ id: [size, name] })),
  );
}

/** Counts the calls in some milliseconds of wall time: while one thread works, the other one waits. */
function callsFor(call: () => unknown, milliseconds: number): number {
  const start = performance.now();
  let calls = 0;
  let now = start;
  do {
    call();
    calls++;
    now = performance.now();
  } while (now - start < milliseconds);
  return ((now - start) * 1000) / calls;
}

function run(id: Cell["id"], { warmUpMs, slices, sliceMs }: Settings): Reading {
  const [size, name] = id as [string, string];
  const peer = syncPeers[name]?.();
  if (peer === undefined) throw new TypeError(`no call is named ${name}`);
  const input = new Uint8Array(sizes[size] ?? 0).fill(1);
  const output = peer.call(input);
  if (output.length !== input.length || output[0] !== 1) throw new Error(`${name} does not echo`);
  pin(process.pid, 0);
  callsFor(() => peer.call(input), warmUpMs * 2);
  const readings = Array.from({ length: slices }, () =>
    callsFor(() => peer.call(input), sliceMs * 5),
  );
  peer.close();
  return { us: median(readings) };
}

function report(readings: Readings): Report {
  const us = (size: string, name: string): number | undefined => readings.get("us", size, name);
  const speed = (size: string, of: string, name: string): number | undefined => {
    const [theirs, ours] = [us(size, of), us(size, name)];
    return theirs === undefined || ours === undefined ? undefined : theirs / ours;
  };
  const timeOfBare = speed("64 B", "lutra", "bare-mailbox");
  return {
    tables: [
      {
        caption: "same CPU: µs per blocking call",
        head: ["", ...Object.keys(sizes)],
        rows: Object.keys(syncPeers).map((name) => [
          name,
          ...Object.keys(sizes).map((size) => {
            const value = us(size, name);
            return value === undefined ? missing : formatNumber(value);
          }),
        ]),
      },
    ],
    goals: [
      { what: "sync 64 B, time of the bare mailbox", atMost: 1.3, measured: timeOfBare },
      {
        what: "sync 64 B, speed of synckit",
        atLeast: 1.5,
        measured: speed("64 B", "synckit", "lutra"),
      },
      {
        what: "sync 1 MiB, time of the bare mailbox that makes one fresh output and no other copy",
        atMost: 1.5,
        measured: speed("1 MiB", "lutra", "bare-fresh-output"),
      },
      {
        what: "sync 1 MiB, speed of synckit",
        atLeast: 5,
        measured: speed("1 MiB", "synckit", "lutra"),
      },
      {
        what: "sync 1 MiB through shared memory, speed of synckit",
        atLeast: 5,
        measured: speed("1 MiB", "synckit", "lutra-shared"),
      },
    ],
  };
}

/** Blocking calls to a worker that echoes. */
export const syncSuite: Suite = { name: "sync", cells, run, report };
