import { program } from "@lutra-internal/testing/programs";
import { uint8 } from "@lutra/bin";
import { typedProgram } from "@lutra/runner-core";
import { expect, test, vi } from "vitest";
import {
  BinaryClient,
  type ByteReceiver,
  serveBinary,
  type WebDuplex,
  webByteStream,
} from "../src/index.ts";
import { EchoRunner } from "@lutra-internal/testing";

/** Returns both ends of a duplex of web streams. */
function webPair(): [WebDuplex, WebDuplex] {
  const there = new TransformStream<Uint8Array, Uint8Array>();
  const back = new TransformStream<Uint8Array, Uint8Array>();
  return [
    { readable: back.readable, writable: there.writable },
    { readable: there.readable, writable: back.writable },
  ];
}

function receiver(): ByteReceiver & { readonly events: string[] } {
  const events: string[] = [];
  return {
    events,
    data: (chunk) => events.push(`data ${chunk.join(" ")}`),
    end: () => events.push("end"),
    error: () => events.push("error"),
    drain: () => events.push("drain"),
  };
}

test("a client and a server work over web streams", async () => {
  const runner = new EchoRunner();
  const [near, far] = webPair();
  const connection = serveBinary(runner, far);
  {
    await using client = new BinaryClient(near);
    expect(await client.run(typedProgram(program, uint8, uint8), 7)).toBe(7);
    const handle = await client.prepare(program);
    const input = new Uint8Array(200_000).fill(5);
    const calls = Array.from({ length: 20 }, () => client.execute(handle, input));
    for (const output of await Promise.all(calls)) {
      expect(Buffer.compare(output, input)).toBe(0);
    }
  }
  expect(await connection.closed).toBeUndefined();
  expect(runner.releases).toBe(runner.prepares);
});

test("a server that closes ends its clients", async () => {
  const [near, far] = webPair();
  const connection = serveBinary(new EchoRunner(), far);
  const client = new BinaryClient(near);
  await client.getExternals();
  await connection.close();
  expect(await client.closed).toMatchObject({ code: "CONNECTION_CLOSED" });
});

test("an errored stream ends both sides", async () => {
  const controllers: ReadableStreamDefaultController<Uint8Array>[] = [];
  const readable = new ReadableStream<Uint8Array>({
    start: (controller) => void controllers.push(controller),
  });
  const client = new BinaryClient({ readable, writable: new WritableStream() });
  const call = client.getInterface();
  controllers[0]?.error(new Error("no network"));
  await expect(call).rejects.toMatchObject({
    code: "CONNECTION_CLOSED",
    message: expect.stringContaining("no network") as string,
  });
});

test("a writable that fails ends the client", async () => {
  const writable = new WritableStream<Uint8Array>({
    write: () => Promise.reject(new Error("disk full")),
  });
  const client = new BinaryClient({ readable: new ReadableStream(), writable });
  await expect(client.getInterface()).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
});

test("a stream of something else than bytes ends the client", async () => {
  const readable = new ReadableStream<unknown>({
    start: (controller) => controller.enqueue("text"),
  }) as ReadableStream<Uint8Array>;
  const client = new BinaryClient({ readable, writable: new WritableStream() });
  expect(await client.closed).toMatchObject({
    message: expect.stringContaining("Uint8Array") as string,
  });
});

test("pausing stops the reading, and resuming goes on", async () => {
  const [near, far] = webPair();
  const stream = webByteStream(far);
  const events = receiver();
  stream.start(events);
  const writer = near.writable.getWriter();
  await writer.write(new Uint8Array([1]));
  await vi.waitFor(() => expect(events.events).toEqual(["data 1"]));
  stream.pause();
  void writer.write(new Uint8Array([2]));
  void writer.write(new Uint8Array([3]));
  await new Promise((resolve) => setTimeout(resolve, 5));
  // One read may have been under way.
  expect(events.events).not.toContain("data 3");
  stream.resume();
  await vi.waitFor(() => expect(events.events.at(-1)).toBe("data 3"));
  void writer.close();
  await vi.waitFor(() => expect(events.events.at(-1)).toBe("end"));
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(events.events).toEqual(["data 1", "data 2", "data 3", "end"]);
});

test("bytes are buffered until the sink has taken them", async () => {
  let release = (): void => {};
  const writable = new WritableStream<Uint8Array>({
    write: () => new Promise<void>((resolve) => (release = resolve)),
  });
  const stream = webByteStream({ readable: new ReadableStream(), writable });
  const events = receiver();
  stream.start(events);
  stream.write([new Uint8Array(10), new Uint8Array(5)]);
  expect(stream.bufferedBytes).toBe(15);
  await vi.waitFor(() => {
    release();
    expect(stream.bufferedBytes).toBe(0);
  });
  expect(events.events).toEqual(["drain", "drain"]);
});

test("an end does not wait for a sink that never finishes", async () => {
  vi.useFakeTimers();
  const writable = new WritableStream<Uint8Array>({ write: () => new Promise(() => {}) });
  const stream = webByteStream({ readable: new ReadableStream(), writable });
  stream.start(receiver());
  stream.write([new Uint8Array(1)]);
  const ended = stream.end();
  await vi.advanceTimersByTimeAsync(1000);
  expect(await ended).toBeUndefined();
  vi.useRealTimers();
});

test("a locked stream is refused", () => {
  const [near] = webPair();
  near.readable.getReader();
  expect(() => new BinaryClient(near)).toThrow(TypeError);
});

test("a stream that was resumed while it was read is read once", async () => {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const stream = webByteStream({ readable, writable: new WritableStream() });
  const all = receiver();
  stream.start(all);
  stream.pause();
  stream.resume();
  const writer = writable.getWriter();
  await writer.write(new Uint8Array([1]));
  await writer.close();
  await vi.waitFor(() => expect(all.events).toContain("end"));
  await new Promise((resolve) => setTimeout(resolve));
  expect(all.events).toEqual(["data 1", "end"]);
});
