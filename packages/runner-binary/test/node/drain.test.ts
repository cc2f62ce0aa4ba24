import { program } from "@lutra-internal/testing/programs";
import { connect as connectSocket } from "node:net";
import { EchoRunner, until } from "@lutra-internal/testing";
import { reconnecting } from "@lutra/runner-core/reconnecting";
import { afterEach, expect, test } from "vitest";
import { detectGeneration, generationA } from "../../src/generation-a.ts";
import { type BinaryListener, connect, listen, type ListenOptions } from "../../src/node.ts";

const ending = { code: "SERVER_ENDING" };
const input = (n: number): Uint8Array => new Uint8Array([n]);

const atEnd: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of atEnd.splice(0).toReversed()) await end();
});

async function serve(runner: EchoRunner, options: ListenOptions = {}): Promise<BinaryListener> {
  const listener = await listen(runner, options);
  atEnd.push(() => listener.close(0));
  return listener;
}

/** Says if the listener listens no more. */
function isRefused({ port = 0 }: BinaryListener): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectSocket(port, "127.0.0.1", () => (socket.destroy(), resolve(false)));
    socket.on("error", () => resolve(true));
  });
}

test("a listener that drains answers what it has begun, begins nothing more, and ends when its clients have left", async () => {
  const runner = new EchoRunner();
  runner.hold = true;
  const listener = await serve(runner);
  const client = await connect({ port: listener.port });
  const [used, unused] = [await client.prepare(program), await client.prepare(program)];
  const begun = client.execute(used, input(1));
  await until(() => runner.held.length === 1);
  const drained = listener.drain({ ms: Infinity });
  expect(listener.drain()).toBe(drained);
  const late = [
    client.execute(used, input(2)),
    client.prepare(program),
    client.getInterface(),
    client.getExternals(),
  ].map((call) => expect(call).rejects.toMatchObject(ending));
  const released = client.release(unused);
  runner.held[0]?.finish();
  expect(await begun).toEqual(input(1));
  await Promise.all([...late, released]);
  expect(runner).toMatchObject({ prepares: 2, executes: 1, releases: 1 });
  expect(await isRefused(listener)).toBe(true);
  await client.shutdown();
  await drained;
  expect(runner).toMatchObject({ releases: 2, shutdowns: 0 });
});

test("a client that makes no call during the drain is closed at its end", async () => {
  const listener = await serve(new EchoRunner());
  const client = await connect({ port: listener.port });
  await client.prepare(program);
  await listener.drain({ ms: 20 });
  expect(await client.closed).toMatchObject({ code: "CONNECTION_CLOSED" });
});

test("a close ends the drain, and a drain after a close is that close", async () => {
  const listener = await serve(new EchoRunner());
  const client = await connect({ port: listener.port });
  await client.getExternals();
  const drained = listener.drain({ ms: Infinity });
  const closed = listener.close();
  await Promise.all([closed, drained, client.closed]);
  expect(listener.drain()).toBe(drained);
  const other = await serve(new EchoRunner());
  const closing = other.close();
  expect(other.drain({ ms: Infinity })).toBe(closing);
  await closing;
});

test("a client of generation A is told too, whose prepares have no answers", async () => {
  const runner = new EchoRunner();
  const listener = await serve(runner, { protocol: detectGeneration });
  const client = await connect({ port: listener.port, protocol: generationA });
  const prepared = await client.prepare(program);
  expect(await client.execute(prepared, input(1))).toEqual(input(1));
  const drained = listener.drain({ ms: Infinity });
  await expect(client.execute(prepared, input(2))).rejects.toMatchObject(ending);
  await expect(client.execute(await client.prepare(program), input(3))).rejects.toMatchObject(
    ending,
  );
  expect(runner).toMatchObject({ prepares: 1, executes: 1 });
  await client.shutdown();
  await drained;
});

test("reconnecting clients go over to another server without the loss of a call", async () => {
  const runners = Array.from({ length: 4 }, () => new EchoRunner());
  const listeners = await Promise.all(runners.map((runner) => serve(runner)));
  let current = 0;
  const calls = { made: 0, isOver: false };
  const callers = Array.from({ length: 6 }, async (_, caller) => {
    await using client = reconnecting(() => connect({ port: listeners[current]!.port }));
    const prepared = await client.prepare(program);
    while (!calls.isOver) {
      const outputs = [1, 2, 3].map((n) => client.execute(prepared, input(10 * caller + n)));
      expect(await Promise.all(outputs)).toEqual([1, 2, 3].map((n) => input(10 * caller + n)));
      calls.made += 3;
    }
  });
  for (const listener of listeners.slice(0, -1)) {
    const before = calls.made;
    await until(() => calls.made > before + 100);
    current++;
    await listener.drain({ ms: Infinity });
  }
  calls.isOver = true;
  await Promise.all(callers);
  const executes = runners.reduce((sum, runner) => sum + runner.executes, 0);
  expect(executes).toBe(calls.made);
});
