import { once } from "node:events";
import { Duplex, PassThrough, Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { BinaryClient, serveBinary } from "../../src/index.ts";
import { nodeByteStream } from "../../src/node.ts";
import { EchoRunner } from "@lutra-internal/testing";

test("a pair of streams, as of a child process, carries a runner", async () => {
  const [there, back] = [new PassThrough(), new PassThrough()];
  const connection = serveBinary(new EchoRunner(), nodeByteStream(there, back));
  const client = new BinaryClient(nodeByteStream(back, there));
  expect(await client.getExternals()).toHaveLength(2);
  await client.shutdown();
  expect(await connection.closed).toBeUndefined();
});

test("an end waits until everything is written", async () => {
  const received: Buffer[] = [];
  const stream = new Duplex({
    read: () => {},
    write: (chunk: Buffer, _, done) => {
      received.push(chunk);
      setTimeout(done, 5);
    },
    final: (done) => done(),
  });
  const bytes = nodeByteStream(stream);
  bytes.start({ data: () => {}, end: () => {}, error: () => {}, drain: () => {} });
  bytes.write([new Uint8Array([1]), new Uint8Array([2])]);
  bytes.write([new Uint8Array([3])]);
  const ended = bytes.end();
  stream.push(null);
  await ended;
  expect(Buffer.concat(received)).toEqual(Buffer.from([1, 2, 3]));
  expect(stream.destroyed).toBe(true);
});

/** Returns streams of one direction each, which stay as they are when they end. */
function openPair(): { readonly readable: PassThrough; readonly writable: PassThrough } {
  const options = { autoDestroy: false };
  return { readable: new PassThrough(options), writable: new PassThrough(options) };
}

test.each(["readable", "writable"] as const)("an error of the %s side is told", async (side) => {
  const pair = openPair();
  const errors: unknown[] = [];
  const stream = nodeByteStream(pair.readable, pair.writable);
  stream.start({ data: () => {}, end: () => {}, error: (e) => errors.push(e), drain: () => {} });
  const broken = new Error("broken pipe");
  pair[side].destroy(broken);
  await vi.waitFor(() => expect(errors[0]).toBe(broken));
});

test.each([
  ["both end", "end", "end"],
  ["one side is gone, and the other ends", "destroy", "end"],
  ["one side ends, and the other is gone", "end", "destroy"],
])("an end does not wait longer if %s", { timeout: 5000 }, async (_, onRead, onWrite) => {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const { readable, writable } = openPair();
  const stream = nodeByteStream(readable, writable);
  stream.start({ data: () => {}, end: () => {}, error: () => {}, drain: () => {} });
  writable.resume();
  if (onWrite === "destroy") writable.destroy();
  if (onRead === "destroy") readable.destroy();
  const ended = stream.end();
  if (onRead === "end") readable.end();
  await ended;
  expect(writable.writableFinished).toBe(onWrite === "end");
  expect(readable.readableEnded).toBe(onRead === "end");
});

test("several chunks leave in one write of the system", async () => {
  const writes: number[] = [];
  const stream = new Duplex({
    read: () => {},
    writev: (chunks, done) => {
      writes.push(chunks.length);
      done();
    },
  });
  const bytes = nodeByteStream(stream);
  bytes.write([new Uint8Array(1), new Uint8Array(2), new Uint8Array(3)]);
  await sleep(1);
  expect(writes).toEqual([3]);
});

test("errors after the end do not bring the process down", async () => {
  const stream = new PassThrough();
  const bytes = nodeByteStream(stream);
  const errors: unknown[] = [];
  bytes.start({ data: () => {}, end: () => {}, error: (e) => errors.push(e), drain: () => {} });
  bytes.destroy();
  stream.emit("error", new Error("late"));
  bytes.write([new Uint8Array(1)]);
  await sleep(1);
  expect(errors).toEqual([]);
});

test("a stream that no one can write to is refused", () => {
  expect(() => nodeByteStream(Readable.from([]))).toThrow(TypeError);
});

test("an end waits for the end of the other side", async () => {
  const [there, back] = [new PassThrough(), new PassThrough()];
  back.resume();
  let isEnded = false;
  const ended = nodeByteStream(there, back)
    .end()
    .then(() => (isEnded = true));
  await once(back, "finish");
  await sleep(20);
  expect(isEnded).toBe(false);
  there.end();
  await ended;
});

test("a stream that closes before its end is lost, and one that ended is not", async () => {
  const eventsOf = async (finish: (stream: Readable) => unknown): Promise<readonly string[]> => {
    const readable = new Readable({ read: () => {} });
    const events: string[] = [];
    nodeByteStream(readable, new PassThrough()).start({
      data: () => {},
      end: () => events.push("end"),
      error: (error) => events.push((error as Error).message),
      drain: () => {},
    });
    finish(readable);
    await once(readable, "close");
    return events;
  };
  expect(await eventsOf((stream) => stream.destroy())).toEqual(["the stream was closed"]);
  expect(await eventsOf((stream) => stream.push(null))).toEqual(["end"]);
});
