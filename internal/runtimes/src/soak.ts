// Calls servers for a long time, then replaces and kills replicas under load: `npm run -s soak`.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { readArguments, refuseArguments } from "@lutra-internal/checks/command-line";
import { showcase } from "@lutra-internal/fixtures";
import { isFault, scenarios } from "@lutra-internal/replicas";
import { codecsFor } from "@lutra/bin/program";
import { AsyncRunner } from "@lutra/runner-async";
import { connect, listen } from "@lutra/runner-binary/node";
import { type Program, programFromBytes, type Run } from "@lutra/runner-core";
import { HttpClient } from "@lutra/runner-http";
import { listen as listenHttp } from "@lutra/runner-http/node";
import { InterpreterRunner } from "@lutra/runner-interpreter";
import { heapSlope, type HeapSample } from "./heap-slope.ts";

const callsPerSecond = 500;
/** Calls leave in groups: a timer for each would measure timers. */
const groupsPerSecond = 50;
/** Of each client, as a real one would hold itself back: after a pause of the machine no burst makes up for it. */
const maxInFlight = 32;
const sampleMs = 15_000;
/** The start grows what lives on: compiled code, pools, sockets. */
const warmUpFraction = 0.3;
const maxSlopeMiBPerHour = 1;

const usage = `Usage: npm run -s soak -- [--minutes N] [--replicas N]

Calls servers for --minutes (60) and looks for memory that stays, then replaces and kills replicas under load, --replicas
times (20) in each setting. 0 leaves a part out.`;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const { bytecodeLt, input, expected, programType } = showcase("order-lookup");
const { output: outputCodec } = codecsFor(programType);
const program: Program = programFromBytes(bytecodeLt ?? new Uint8Array());
let calls = 0;
let connections = 0;
const failures: string[] = [];

const { values } = readArguments(usage, {
  minutes: { type: "string", default: "60" },
  replicas: { type: "string", default: "20" },
});
const minutes = numberOf("minutes");
const rounds = numberOf("replicas");
const isSteady = minutes === 0 || (await soak(minutes));
const isWhole = await replaceReplicas(rounds);
process.exitCode = isSteady && isWhole ? 0 : 1;

function numberOf(option: keyof typeof values): number {
  const value = Number(values[option]);
  if (value >= 0) return value;
  return refuseArguments(usage, `--${option} takes a number, 0 for none, got ${values[option]}`);
}

/** Replaces and kills replicas in every setting, and returns whether only those calls failed that may. */
async function replaceReplicas(rounds: number): Promise<boolean> {
  let isWhole = true;
  for (const { name, isPossible, mayLose, run } of rounds === 0 ? [] : scenarios) {
    if (!isPossible) {
      console.log(`${name}: left out, its command is not installed`);
      continue;
    }
    const { calls, verdict, lost } = await run(rounds);
    const counts = Object.entries(verdict).map(([count, n]) => `${n} ${count}`);
    console.log(`${name}, ${rounds} rounds: ${calls} calls, ${counts.join(", ")}`);
    for (const kind of lost) console.log(`  ${kind}`);
    isWhole &&= !isFault(verdict, mayLose);
  }
  return isWhole;
}

/** Checks if all calls were answered and no memory stayed. */
async function soak(minutes: number): Promise<boolean> {
  const runner = new AsyncRunner(new InterpreterRunner());
  await using tcp = await listen(runner);
  await using http = await listenHttp(runner, { allowAnyone: true });
  const open: readonly (() => Promise<Run>)[] = [
    () => connect({ port: tcp.port }),
    async () => new HttpClient(`http://${http.address}`),
  ];
  const clients = await Promise.all(open.map((each) => each()));
  const prepared = await Promise.all(clients.map((client) => client.prepare(program)));
  const endAt = performance.now() + minutes * 60_000;
  const samples = sampleHeap(endAt);
  await Promise.all([
    ...clients.map((client, i) => callUntil(endAt, () => client.execute(prepared[i], input))),
    reconnectUntil(endAt, open),
  ]);
  const kept = await samples;
  await Promise.all(clients.map((client) => client.shutdown()));

  const slope = heapSlope(kept.filter(({ atMs }) => atMs >= minutes * 60_000 * warmUpFraction));
  const rate = calls / (minutes * 60);
  console.log(
    `${minutes} min: ${calls} calls (${rate.toFixed(0)}/s), ${connections} connections, ${failures.length} failures`,
  );
  for (const failure of new Set(failures)) console.log(`  ${failure}`);
  console.log(
    `heap after garbage collection: ${slope.mibPerHour.toFixed(2)} MiB/h ± ${slope.errorMiBPerHour.toFixed(2)} (at most ${maxSlopeMiBPerHour})`,
  );
  // A short run cannot tell a slope from noise: only what is surely above the gate fails.
  const isLeak = slope.mibPerHour - 2 * slope.errorMiBPerHour > maxSlopeMiBPerHour;
  return failures.length === 0 && !isLeak;
}

/** Makes half of all calls, at a steady rate as long as earlier ones are answered. */
async function callUntil(endAt: number, execute: () => Promise<Uint8Array>): Promise<void> {
  const started = performance.now();
  const pending = new Set<Promise<void>>();
  let sent = 0;
  while (performance.now() < endAt) {
    const due = ((performance.now() - started) / 1000) * (callsPerSecond / 2);
    for (; sent < due && pending.size < maxInFlight; sent++) {
      const call = check(execute()).finally(() => pending.delete(call));
      pending.add(call);
    }
    await delay(1000 / groupsPerSecond);
  }
  await Promise.all(pending);
}

/** Connects, calls and leaves once a second, by each transport in turn. */
async function reconnectUntil(endAt: number, open: readonly (() => Promise<Run>)[]): Promise<void> {
  for (let i = 0; performance.now() < endAt; i++) {
    try {
      await using client = await open[i % open.length]?.();
      const prepared = await client?.prepare(program);
      if (client !== undefined) await check(client.execute(prepared, input));
      connections++;
    } catch (error) {
      failures.push(String(error));
    }
    await delay(1000);
  }
}

async function check(call: Promise<Uint8Array>): Promise<void> {
  calls++;
  try {
    const output = await call;
    if (Buffer.compare(outputCodec.encode(outputCodec.decode(output)), expected) !== 0)
      failures.push("an output differs");
  } catch (error) {
    failures.push(String(error));
  }
}

async function sampleHeap(endAt: number): Promise<readonly HeapSample[]> {
  const started = performance.now();
  const samples: HeapSample[] = [];
  while (performance.now() < endAt) {
    await delay(Math.min(sampleMs, endAt - performance.now()));
    // Twice: what finalizers let go of is collected by the second.
    collectGarbage();
    await delay(0);
    collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    samples.push({ atMs: performance.now() - started, bytes: heapUsed + external });
  }
  return samples;
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
