import type { Run } from "@lutra/runner-core";
import { type ProbeCounts, type Probe, probeProgram } from "./probe-runner.ts";

/** A transport under test. */
export interface TransportSubject {
  /** Starts to serve a `ProbeRunner`. */
  serve(): Promise<TransportServer>;
}

/** A served `ProbeRunner`. */
export interface TransportServer {
  /** Connects a client. Where the transport lacks `reconnect` it is called once. */
  connect(): Promise<Run>;
  /** Breaks all connections, as a crash or a pulled cable does. Needed unless the subject lacks `cut`. */
  cut?(): void;
  /** Ends the server, whatever its clients do. */
  close(): Promise<void>;
}

/** Serves, connects one client, works, and ends both whatever happens. */
export async function withClient(
  subject: TransportSubject,
  work: (client: Run, server: TransportServer) => Promise<void>,
): Promise<void> {
  const server = await subject.serve();
  try {
    const client = await server.connect();
    try {
      await work(client, server);
    } finally {
      await client.shutdown();
    }
  } finally {
    await server.close();
  }
}

/** Prepares a probe and gives the function that executes it. */
export async function prepareProbe(
  client: Run,
  probe: Probe,
): Promise<(input?: Uint8Array, signal?: AbortSignal) => Promise<Uint8Array>> {
  const prepared = await client.prepare(probeProgram(probe));
  return (input = new Uint8Array(), signal) =>
    client.execute(prepared, input, signal === undefined ? {} : { signal });
}

/**
 * Reads the counts of the runner that a client reaches. The program that this takes is prepared and not yet released.
 */
export async function probeCounts(client: Run): Promise<ProbeCounts> {
  const prepared = await client.prepare(probeProgram({ do: "count" }));
  const output = await client.execute(prepared, new Uint8Array());
  await client.release(prepared);
  return JSON.parse(new TextDecoder().decode(output)) as ProbeCounts;
}

/** Returns bytes that tell their length and their place. */
export function pattern(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => i * 31 + length + (i >> 8));
}

/** Creates a generator of numbers that look random, the same in every run. */
export function seededNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % below;
  };
}
