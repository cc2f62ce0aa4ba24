import { program, refusedProgram } from "@lutra-internal/testing/programs";
import { setTimeout as sleep } from "node:timers/promises";
import { uint8 } from "@lutra/bin";
import { typedProgram } from "@lutra/runner-core";
import type { RemoteProgram, RequestMessage } from "@lutra/runner-core/transport";
import { expect, test } from "vitest";
import { generationA } from "../src/generation-a.ts";
import {
  BinaryClient,
  type BinaryClientOptions,
  type ByteReceiver,
  FrameReader,
  FrameWriter,
  generationB,
  serveBinary,
} from "../src/index.ts";
import { createRandom, EchoRunner } from "@lutra-internal/testing";
import { frame, maxFrameBytes, responseBytes } from "./support/frames.ts";
import { MemoryStream, memoryPair, type MemoryStreamOptions } from "./support/memory-stream.ts";

const typed = typedProgram(program, uint8, uint8);

/** Returns a client whose server is a test: it sees each request and writes what it likes. */
function scripted(
  onRequest: (request: RequestMessage, stream: MemoryStream) => void,
  options?: BinaryClientOptions,
): BinaryClient {
  const [near, far] = memoryPair();
  const reader = new FrameReader(maxFrameBytes);
  far.start({
    data: (chunk) => {
      reader.push(chunk);
      for (let body = reader.read(); body !== undefined; body = reader.read()) {
        onRequest(generationB.readRequest(body), far);
      }
    },
    end: () => {},
    error: () => {},
    drain: () => {},
  });
  return new BinaryClient(near, options);
}

test.each([undefined, generationA])("a served runner works through a client", async (protocol) => {
  const runner = new EchoRunner();
  const [near, far] = memoryPair();
  const connection = serveBinary(runner, far, { protocol });
  const client = new BinaryClient(near, { protocol });
  const handle = await client.prepare(program);
  expect(await client.execute(handle, new Uint8Array([1, 2]))).toEqual(new Uint8Array([1, 2]));
  await expect(client.execute(handle, new Uint8Array([0xff]))).rejects.toMatchObject({
    message: "boom",
    code: "EXECUTION_ERROR",
  });
  await client.release(handle);
  expect(await client.run(typed, 7)).toBe(7);
  const a = protocol === generationA;
  expect(await client.getInterface()).toBe(a ? "" : "func f(): Int64");
  expect(await client.getExternals()).toEqual(a ? [] : ["repr:bytecode-lt", "std::fs"]);
  await client.shutdown();
  expect(await client.closed).toMatchObject({ code: "CONNECTION_CLOSED" });
  expect(await connection.closed).toBeUndefined();
  expect(runner).toMatchObject({ prepares: 2, releases: 2, shutdowns: 0 });
});

test.each([undefined, generationA])("a run takes one round trip", async (protocol) => {
  const [near, far] = memoryPair();
  serveBinary(new EchoRunner(), far, { protocol });
  const client = new BinaryClient(near, { protocol });
  expect(await client.run(typed, 7)).toBe(7);
  expect(near.writes).toBe(1);
});

test.each([undefined, generationA])(
  "a refused program is reported with its reason",
  async (protocol) => {
    const [near, far] = memoryPair();
    serveBinary(new EchoRunner(), far, { protocol });
    const client = new BinaryClient(near, { protocol });
    await expect(client.run(typedProgram(refusedProgram, uint8, uint8), 7)).rejects.toMatchObject({
      message: "cannot execute sqlPostgres",
      code: "PREPARE_ERROR",
    });
  },
);

test("100 callers of 1,000 calls each get their own answers, in random order, across the id wrap", async () => {
  const random = createRandom(4).below;
  const [near, far] = memoryPair();
  const reader = new FrameReader(maxFrameBytes);
  const writer = new FrameWriter(far, maxFrameBytes);
  let waiting: RequestMessage[] = [];
  const ids = new Set<number>();
  const answerSome = (): void => {
    const all = random(4) > 0;
    const keep = all ? 0 : random(waiting.length);
    while (waiting.length > keep) {
      const [request] = waiting.splice(random(waiting.length), 1);
      if (request?.kind === "execute") {
        ids.delete(request.id);
        generationB.writeResponse(writer, {
          kind: "execute",
          id: request.id,
          output: request.input,
        });
      }
    }
    if (waiting.length > 0) setImmediate(answerSome);
  };
  far.start({
    data: (chunk) => {
      reader.push(chunk);
      for (let body = reader.read(); body !== undefined; body = reader.read()) {
        const request = generationB.readRequest(body);
        if (request.kind === "prepare") {
          generationB.writeResponse(writer, { kind: "prepare", id: request.id });
          continue;
        }
        expect(ids.has(request.id)).toBe(false);
        ids.add(request.id);
        if (waiting.length === 0) setImmediate(answerSome);
        waiting.push(request);
      }
    },
    end: () => {},
    error: () => {},
    drain: () => {},
  });
  const client = new BinaryClient(near, { firstRequestId: 2 ** 32 - 10 });
  const handle = await client.prepare(program);
  let right = 0;
  const caller = async (number: number): Promise<void> => {
    for (let i = 0; i < 1000; i++) {
      const input = new Uint8Array([number, i, i >> 8]);
      const output = await client.execute(handle, input);
      if (output[0] === number && output[1] === (i & 0xff) && output[2] === i >> 8) right++;
    }
  };
  await Promise.all(Array.from({ length: 100 }, (_, number) => caller(number)));
  expect(right).toBe(100_000);
  waiting = [];
});

test("aborts at any moment never deliver an answer to another call", async () => {
  const random = createRandom(5).below;
  const delay = (arrive: () => void): void => {
    const hops = random(4);
    const hop = (left: number): void => {
      if (left === 0) arrive();
      else setImmediate(() => hop(left - 1));
    };
    hop(hops);
  };
  const split = (bytes: Uint8Array): Uint8Array[] => {
    const at = random(bytes.length + 1);
    return [bytes.subarray(0, at), bytes.subarray(at)];
  };
  const [near, far] = memoryPair({ delay, split });
  serveBinary(new EchoRunner(), far);
  const client = new BinaryClient(near);
  const handle = await client.prepare(program);
  const counts = { answered: 0, aborted: 0 };
  const round = async (number: number): Promise<void> => {
    const controller = new AbortController();
    const reason = { number };
    const input = new Uint8Array([number & 0x7f, number >> 7]);
    const call = client.execute(handle, input, { signal: controller.signal });
    for (let hops = random(12); hops > 0; hops--) {
      await (random(2) === 0 ? Promise.resolve() : new Promise((resolve) => setImmediate(resolve)));
    }
    controller.abort(reason);
    try {
      const output = await call;
      if (output[0] !== input[0] || output[1] !== input[1]) throw new Error("swapped");
      counts.answered++;
    } catch (error) {
      if (error !== reason) throw error;
      counts.aborted++;
    }
  };
  for (let batch = 0; batch < 100; batch++) {
    await Promise.all(Array.from({ length: 100 }, (_, i) => round(batch * 100 + i)));
  }
  expect(counts.answered + counts.aborted).toBe(10_000);
  expect(Math.min(counts.answered, counts.aborted)).toBeGreaterThan(500);
  expect(await client.execute(handle, new Uint8Array([42]))).toEqual(new Uint8Array([42]));
});

/** Makes ten calls: twenty messages, of which half are responses. */
async function tenCalls(client: BinaryClient): Promise<PromiseSettledResult<unknown>[]> {
  const results = await Promise.allSettled([client.prepare(program), client.getExternals()]);
  const prepared = results[0] as PromiseSettledResult<RemoteProgram>;
  if (prepared.status === "rejected") return results;
  const handle = prepared.value;
  const more = await Promise.allSettled([
    client.execute(handle, new Uint8Array([1])),
    client.execute(handle, new Uint8Array(50)),
    client.getInterface(),
    client.run(typed, 7),
    client.execute(handle, new Uint8Array([2])),
    client.release(handle),
  ]);
  return [...results, ...more];
}

test.each(["error", "end"] as const)(
  "a stream that is cut by an %s at any byte settles every call and releases every program",
  async (how) => {
    const whole = memoryPair();
    serveBinary(new EchoRunner(), whole[1]);
    const results = await tenCalls(new BinaryClient(whole[0]));
    expect(results.every(({ status }) => status === "fulfilled")).toBe(true);

    for (const direction of [0, 1] as const) {
      const length = whole[direction].writtenBytes;
      expect(length).toBeGreaterThan(200);
      for (let bytes = 0; bytes < length; bytes++) {
        const cut: MemoryStreamOptions = { cut: { bytes, how } };
        const [near, far] = direction === 0 ? memoryPair(cut, {}) : memoryPair({}, cut);
        const runner = new EchoRunner();
        const connection = serveBinary(runner, far);
        const client = new BinaryClient(near);
        const settled = await tenCalls(client);
        const failures = settled.filter((result) => result.status === "rejected");
        expect(failures.length).toBeGreaterThan(0);
        for (const { reason } of failures)
          expect(reason).toMatchObject({ code: "CONNECTION_CLOSED" });
        await client.shutdown();
        await client.closed;
        await connection.closed;
        expect(runner.releases).toBe(runner.prepares);
      }
    }
  },
);

test.each([
  ["a frame above the limit", new Uint8Array([0, 0, 0, 0xff]), "FRAME_TOO_LARGE", /maxFrameBytes/],
  [
    "a body that does not decode",
    frame([0, 0, 0, 0, 9, 4, 0, 0, 0]),
    "PROTOCOL_ERROR",
    /cannot be read/,
  ],
  ["an empty frame", frame([]), "PROTOCOL_ERROR", /cannot be read/],
])("%s ends the connection and every call", async (_, bytes, code, message) => {
  const client = scripted((__, stream) => stream.write([bytes]));
  const calls = [client.getInterface(), client.getExternals()];
  const error = await client.closed;
  expect(error).toMatchObject({ code, message: expect.stringMatching(message) as string });
  for (const call of calls) await expect(call).rejects.toBe(error);
  await expect(client.getInterface()).rejects.toBe(error);
});

test.each([
  [
    "HTTP",
    "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n",
    /HTTP \(HTTP\/1.1 400\).*check the address, or use @lutra\/runner-http/,
  ],
  ["an alert of TLS", "\u0015\u0003\u0001\0\u0002\u0002\u0046", /TLS.*ends TLS/],
  ["text", "-ERR unknown command\r\n", /text.*"-ERR unknown command"/],
])("%s instead of a response is named", async (_, sent, message) => {
  for (const end of ["endWriting", "break"] as const) {
    const client = scripted((__, stream) => {
      stream.write([new TextEncoder().encode(sent)]);
      setTimeout(() => stream[end]());
    });
    await expect(client.getExternals()).rejects.toMatchObject({
      code: "PROTOCOL_ERROR",
      message: expect.stringMatching(message) as string,
    });
  }
});

test("a connection that ends says why no response may have come, and how far one came", async () => {
  const response = responseBytes(generationB, { kind: "getExternals", id: 0, externals: [] });
  const guess = " without any response (it may speak another";
  for (const [sent, calls, told] of [
    [new Uint8Array(), 1, `closed the connection${guess}`],
    [new Uint8Array([9]), 1, "closed the connection inside a frame, 1 bytes into it"],
    [response, 2, "closed the connection"],
    [new Uint8Array(), 0, "closed the connection"],
  ] as const) {
    const [near, far] = memoryPair();
    const client = new BinaryClient(near);
    const pending = Array.from({ length: calls }, () => client.getExternals().catch(() => {}));
    far.write([sent]);
    far.endWriting();
    const { message } = await client.closed;
    expect(message.slice(0, "the server ".length + told.length)).toBe(`the server ${told}`);
    expect(message.includes(guess)).toBe(told.includes(guess));
    await Promise.all(pending);
  }
});

test.each([
  [new Error("reset by peer"), ": reset by peer"],
  [new Error(""), ""],
  ["no error", ""],
])("a connection that is lost because of %j says so", async (cause, told) => {
  let receiver: ByteReceiver | undefined;
  const [near] = memoryPair();
  near.start = (to) => (receiver = to);
  const client = new BinaryClient(near);
  receiver?.error(cause);
  expect((await client.closed).message).toBe(`the connection to the server was lost${told}`);
});

test("text after a response is no other protocol", async () => {
  const client = scripted(({ id }, stream) => {
    const response = responseBytes(generationB, { kind: "getExternals", id, externals: [] });
    stream.write([response, new TextEncoder().encode("HTTP/1.1 400 Bad Request")]);
  });
  expect(await client.getExternals()).toEqual([]);
  expect(await client.closed).toMatchObject({ code: "FRAME_TOO_LARGE" });
});

test("a response of another kind fails its call and no other", async () => {
  const client = scripted(({ id, kind }, stream) => {
    const response =
      kind === "getInterface"
        ? ({ kind: "release", id } as const)
        : ({ kind: "getExternals", id, externals: ["x"] } as const);
    stream.write([responseBytes(generationB, response)]);
  });
  await expect(client.getInterface()).rejects.toMatchObject({ code: "PROTOCOL_ERROR" });
  expect(await client.getExternals()).toEqual(["x"]);
});

test("responses to unknown requests are ignored", async () => {
  const client = scripted(({ id }, stream) => {
    stream.write([responseBytes(generationB, { kind: "release", id: 999 })]);
    stream.write([responseBytes(generationB, { kind: "getInterface", id, source: "y" })]);
  });
  expect(await client.getInterface()).toBe("y");
});

test.each([
  ["inside a frame", new Uint8Array([9, 0, 0, 0, 1, 2]), /inside a frame, 6 bytes into it/],
  [
    "without any response",
    new Uint8Array(),
    /without any response.*another generation.*or another protocol/,
  ],
])("an end %s says so", async (_, bytes, message) => {
  const client = scripted((__, stream) => {
    stream.write([bytes]);
    void stream.end();
  });
  await expect(client.getExternals()).rejects.toMatchObject({
    code: "CONNECTION_CLOSED",
    message: expect.stringMatching(message) as string,
  });
});

test("an input above maxFrameBytes fails its call, sends nothing, and the connection goes on", async () => {
  const [near, far] = memoryPair();
  serveBinary(new EchoRunner(), far);
  const client = new BinaryClient(near, { maxFrameBytes: 1000 });
  const handle = await client.prepare(program);
  const { writtenBytes } = near;
  await expect(client.execute(handle, new Uint8Array(1000))).rejects.toMatchObject({
    code: "FRAME_TOO_LARGE",
  });
  expect(near.writtenBytes).toBe(writtenBytes);
  expect(await client.execute(handle, new Uint8Array(900))).toHaveLength(900);
});

test("shutdown ends pending calls, and the server sees an orderly end", async () => {
  const runner = new EchoRunner();
  const [near, far] = memoryPair();
  const connection = serveBinary(runner, far);
  const client = new BinaryClient(near);
  const handle = await client.prepare(program);
  runner.hold = true;
  const call = client.execute(handle, new Uint8Array([1]));
  await sleep(5);
  await client.shutdown();
  await expect(call).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
  runner.held[0]?.finish();
  expect(await connection.closed).toBeUndefined();
  expect(runner).toMatchObject({ releases: 1, shutdowns: 0 });
});

test("a large input and a large output go out without being copied", async () => {
  const runner = new EchoRunner();
  const output = new Uint8Array(1 << 20).fill(4);
  runner.execute = () => Promise.resolve(output);
  const ends = memoryPair();
  const chunks: Uint8Array[] = [];
  for (const end of ends) {
    const write = end.write.bind(end);
    end.write = (parts) => {
      chunks.push(...parts);
      write(parts);
    };
  }
  serveBinary(runner, ends[1]);
  const client = new BinaryClient(ends[0]);
  const handle = await client.prepare(program);
  const input = new Uint8Array(1 << 20).fill(3);
  expect(Buffer.compare(await client.execute(handle, input), output)).toBe(0);
  expect([input, output].map((bytes) => chunks.indexOf(bytes) >= 0)).toEqual([true, true]);
});

test("the requests of a tick are one write, and their answers another", async () => {
  const [near, far] = memoryPair();
  serveBinary(new EchoRunner(), far);
  const client = new BinaryClient(near);
  const handle = await client.prepare(program);
  const before = [near.writes, far.writes];
  const inputs = Array.from({ length: 64 }, (_, i) => new Uint8Array([i]));
  expect(await Promise.all(inputs.map((input) => client.execute(handle, input)))).toEqual(inputs);
  expect([near.writes, far.writes]).toEqual(before.map((writes) => writes + 1));
});
