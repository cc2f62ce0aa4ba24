// The full figures; `../node/listen.test.ts` has small versions of them.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { connect as connectSocket, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { FrameReader, generationB } from "../../src/index.ts";
import { requestBytes } from "../support/frames.ts";

/** Report of the server on itself; `queuedBytes` and `rss` are the highest so far. */
interface Cost {
  readonly connections: number;
  readonly executes: number;
  readonly queuedBytes: number;
  readonly rss: number;
}

/** Starts a server in a process of its own, so that nothing but serving counts. */
async function startServer(): Promise<{ port: number; cost: () => Promise<Cost> }> {
  const file = fileURLToPath(new URL("processes/server.ts", import.meta.url));
  const server: ChildProcess = fork(file, {
    execArgv: ["--conditions=@lutra/source", "--import", "tsx"],
  });
  onTestFinished(() => void server.kill());
  const [{ port }] = (await once(server, "message")) as [{ port: number }];
  const cost = async (): Promise<Cost> => {
    server.send("cost");
    const [answer] = (await once(server, "message")) as [Cost];
    return answer;
  };
  return { port, cost };
}

async function open(port: number): Promise<Socket> {
  const socket = connectSocket({ port, host: "127.0.0.1" });
  onTestFinished(() => void socket.destroy());
  await once(socket, "connect");
  return socket;
}

test("1,000 connections that declare 16 MiB and send 10 bytes cost at most 256 KiB each", async () => {
  const { port, cost } = await startServer();
  const before = await cost();
  const sockets: Socket[] = [];
  for (let i = 0; i < 1000; i++) sockets.push(await open(port));
  const drip = new Uint8Array(4 + 10).fill(9);
  drip.set([0, 0, 0, 1]);
  for (const socket of sockets) socket.write(drip);
  await sleep(1000);
  const after = await cost();
  expect(after.connections).toBe(1000);
  expect((after.rss - before.rss) / sockets.length).toBeLessThanOrEqual(256 * 1024);
});

test("a client that reads none of 10,000 replies of 64 KiB costs the limit, and loses none", async () => {
  const count = 10_000;
  const size = 64 * 1024;
  const limit = 64 * 1024 * 1024;
  const { port, cost } = await startServer();
  const before = await cost();
  const socket = await open(port);
  socket.pause();
  const program = new Uint8Array([2, 4, 0, 0, 0]);
  const input = new Uint8Array();
  socket.write(requestBytes(generationB, { kind: "prepare", id: 0, programId: 0, program }));
  for (let id = 1; id <= count; id++)
    socket.write(requestBytes(generationB, { kind: "execute", id, programId: 0, input }));
  let stalled = await cost();
  for (let executes = -1; executes !== stalled.executes;) {
    ({ executes } = stalled);
    await sleep(1000);
    stalled = await cost();
  }
  expect(stalled.executes).toBeLessThan(count);
  // No request is let in above the limit. Of the 64 that may run by then, no output had a size yet.
  expect(stalled.queuedBytes).toBeLessThan(limit + 64 * (4 + generationB.outputOffset + size));
  expect(stalled.rss - before.rss).toBeLessThanOrEqual(limit + 64 * 1024 * 1024);

  const reader = new FrameReader(1 << 20);
  let answered = 0;
  await new Promise<void>((resolve) => {
    socket.on("data", (chunk) => {
      reader.push(chunk);
      for (let body = reader.read(); body !== undefined; body = reader.read()) {
        if (generationB.readResponse(body).id === answered) answered++;
        if (answered === count + 1) resolve();
      }
    });
    socket.resume();
  });
  expect(answered).toBe(count + 1);
});
