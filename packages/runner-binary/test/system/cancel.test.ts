// The full figures; `../client.test.ts` has a small version without sockets.
import { once } from "node:events";
import { connect as connectSocket, createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { programFromBytes } from "@lutra/runner-core";
import { expect, onTestFinished, test } from "vitest";
import { FrameReader, generationB } from "../../src/index.ts";
import { connect, listen } from "../../src/node.ts";
import { EchoRunner } from "../support/echo-runner.ts";
import { maxFrameBytes } from "../support/frames.ts";
import { randomFrom } from "../support/random.ts";

const delayMs = 100;
const program = programFromBytes(new Uint8Array([2, 4, 0, 0, 0]));

/** What passed the proxy. */
interface Traffic {
  reused: number;
  /** Requests whose reply has not reached the client. */
  outstanding: number;
}

/** A TCP proxy that holds every chunk back, and delivers it in two pieces. */
async function startProxy(target: number): Promise<{ port: number; traffic: Traffic }> {
  const traffic: Traffic = { reused: 0, outstanding: 0 };
  const sockets: Socket[] = [];
  const proxy = createServer({ noDelay: true }, (near) => {
    const far = connectSocket({ port: target, host: "127.0.0.1", noDelay: true });
    sockets.push(near, far);
    const ids = new Set<number>();
    near.on(
      "data",
      frames((body) => {
        const { id } = generationB.readRequest(body);
        if (ids.has(id)) traffic.reused++;
        else traffic.outstanding++;
        ids.add(id);
      }),
    );
    const reply = frames((body) => {
      if (ids.delete(generationB.readResponse(body).id)) traffic.outstanding--;
    });
    pipeLate(near, far, () => {});
    pipeLate(far, near, reply);
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
  });
  return { port: (proxy.address() as { port: number }).port, traffic };
}

function frames(onFrame: (body: Uint8Array) => void): (chunk: Uint8Array) => void {
  const reader = new FrameReader(maxFrameBytes);
  return (chunk) => {
    reader.push(chunk);
    for (let body = reader.read(); body !== undefined; body = reader.read()) onFrame(body);
  };
}

function pipeLate(from: Socket, to: Socket, onDelivered: (chunk: Uint8Array) => void): void {
  from.on("error", () => {});
  from.on("data", (chunk) => {
    const middle = chunk.length >> 1;
    const deliver = (piece: Uint8Array): void => {
      if (to.destroyed) return;
      onDelivered(piece);
      to.write(piece);
    };
    // Timers of one duration run in order.
    setTimeout(() => deliver(chunk.subarray(0, middle)), delayMs);
    setTimeout(() => deliver(chunk.subarray(middle)), delayMs);
  });
}

/** When a call is aborted, in milliseconds after it was made; a round trip takes 200. */
const moments: Readonly<Record<string, (random: (n: number) => number) => number>> = {
  "before it is sent": () => -1,
  "while it is being sent": (random) => random(delayMs),
  "while it is waited for": (random) => delayMs + random(20),
  "while its reply comes": (random) => delayMs + random(2 * delayMs),
};

test("10,000 calls that are aborted at any moment behind a slow proxy never get another's reply", async () => {
  const runner = new EchoRunner();
  const listener = await listen(runner);
  onTestFinished(() => listener.close(100));
  const { port, traffic } = await startProxy(listener.port ?? 0);
  const random = randomFrom(6);
  const names = Object.keys(moments);
  const counts = { answered: 0, aborted: 0, swapped: 0 };
  const connection = async (number: number): Promise<void> => {
    await using client = await connect({ port });
    const handle = await client.prepare(program);
    const round = async (i: number): Promise<void> => {
      const name = names[i % names.length] as keyof typeof moments;
      const controller = new AbortController();
      const reason = new Error(name);
      const input = new Uint8Array(random(2) === 0 ? 8 : 4096).fill(1);
      new DataView(input.buffer).setUint32(0, number);
      new DataView(input.buffer).setUint32(4, i);
      const call = client.execute(handle, input, { signal: controller.signal });
      const abortMs = moments[name]?.(random) ?? 0;
      if (abortMs < 0) controller.abort(reason);
      const timer = setTimeout(() => controller.abort(reason), Math.max(0, abortMs));
      try {
        const output = await call;
        if (Buffer.compare(output, input) === 0) counts.answered++;
        else counts.swapped++;
      } catch (error) {
        if (error !== reason) throw error;
        counts.aborted++;
      }
      clearTimeout(timer);
    };
    for (let batch = 0; batch < 20; batch++) {
      await Promise.all(Array.from({ length: 10 }, (_, i) => round(batch * 10 + i)));
    }
    await client.release(handle);
  };
  await Promise.all(Array.from({ length: 50 }, (_, number) => connection(number)));
  expect(counts.swapped).toBe(0);
  expect(counts.answered + counts.aborted).toBe(10_000);
  // Three of four moments come before any reply can.
  expect(counts.aborted).toBeGreaterThan(5000);
  expect(counts.answered).toBeGreaterThan(0);
  expect(runner).toMatchObject({ prepares: 50, releases: 50, executes: 10_000 });
  await sleep(0);
  // Late replies did arrive, and were dropped: a release is answered after them.
  expect(traffic).toEqual({ reused: 0, outstanding: 0 });
});
