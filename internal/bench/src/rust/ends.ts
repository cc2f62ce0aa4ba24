import assert from "node:assert/strict";
import { playOverTcp, startPeerServer } from "@lutra-internal/interop";
import { connect } from "@lutra/runner-binary/node";
import { bytesFromHex } from "@lutra-internal/fixtures";
import { programFromBytes } from "@lutra/runner-core";
import { median } from "../measure.ts";
import type { Settings } from "../settings.ts";
import { measureCallRate } from "../transport/drive.ts";
import { echoProgramHex } from "../transport/echo-runner.ts";
import { startServer } from "../transport/start-server.ts";

/** An end of a connection: our packages, or the published crates. */
export type End = "lutra" | "rust";

/** Load by a client: so many executes of so many bytes at any time. */
export interface Load {
  readonly inFlight: number;
  readonly bytes: number;
}

const slices = 5;

/** A server that echoes, in a process of its own. */
export interface EchoServer extends AsyncDisposable {
  readonly pid: number;
  readonly port: number;
}

/** Starts a server. The original's leaves Nagle's algorithm on unless told otherwise, and would wait 40 ms for each call. */
export async function startEchoServer(end: End, peer: string): Promise<EchoServer> {
  if (end === "rust") return await startPeerServer(peer, { runner: "echo", noDelay: true });
  const server = await startServer("lutra-tcp");
  const { pid, address } = server;
  return {
    pid,
    port: address as number,
    [Symbol.asyncDispose]: async () => server[Symbol.dispose](),
  };
}

/** Executes per second of a client: the median over the slices, after a warm-up. Every answer is compared with its input. */
export async function executeRate(
  end: End,
  peer: string,
  port: number,
  load: Load,
  settings: Settings,
): Promise<number> {
  return end === "rust"
    ? await rustRate(peer, port, load, settings)
    : await lutraRate(port, load, settings);
}

async function lutraRate(port: number, load: Load, settings: Settings): Promise<number> {
  await using client = await connect({ port });
  const prepared = await client.prepare(programFromBytes(bytesFromHex(echoProgramHex)));
  const input = new Uint8Array(load.bytes).fill(1);
  assert.deepEqual(await client.execute(prepared, input), input);
  return await measureCallRate(() => client.execute(prepared, input), {
    inFlight: load.inFlight,
    warmUpMs: settings.warmUpMs * 2,
    slices,
    sliceMs: settings.sliceMs * 20,
  });
}

/**
 * Measures calls per second of the original's client. It counts calls, not time: a first session finds out how many
 * calls make a slice.
 */
async function rustRate(
  peer: string,
  port: number,
  load: Load,
  settings: Settings,
): Promise<number> {
  const seconds = async (calls: number, times: number): Promise<readonly number[]> => {
    const echo = `echo 0 ${calls} ${load.inFlight} ${load.bytes}`;
    const script = [`prepare ${echoProgramHex}`, ...Array.from({ length: times }, () => echo)];
    const address = `127.0.0.1:${port}`;
    const [prepared, ...echoes] = await playOverTcp(peer, address, script, { noDelay: true });
    assert.deepEqual(prepared, { ok: 0 });
    return echoes.map((answer) => {
      assert("ok" in answer, JSON.stringify(answer));
      const { wrong, seconds: took } = answer.ok as { readonly wrong: number; seconds: number };
      assert.equal(wrong, 0);
      return took;
    });
  };
  const trialCalls = load.bytes > 65_536 ? 40 : 4000;
  const [warmUp, trial] = (await seconds(trialCalls, 2)) as [number, number];
  const perCall = Math.min(warmUp, trial) / trialCalls;
  const calls = Math.max(1, Math.round((settings.sliceMs * 20) / 1000 / perCall));
  return calls / median((await seconds(calls, slices + 1)).slice(1));
}
