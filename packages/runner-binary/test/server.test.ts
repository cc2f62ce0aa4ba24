import { bytesFromHex, hexFromBytes, vectors } from "@lutra-internal/fixtures";
import type { RequestMessage, ResponseMessage } from "@lutra/runner-core/transport";
import { expect, test } from "vitest";
import { detectGeneration, generationA } from "../src/generation-a.ts";
import {
  type BinaryConnection,
  type BinaryServerOptions,
  type ByteReceiver,
  type ByteStream,
  generationB,
  serveBinary,
} from "../src/index.ts";
import { EchoRunner, until } from "@lutra-internal/testing";
import { bodies, concat, frame, requestBytes } from "./support/frames.ts";
import { type MemoryStream, memoryPair } from "./support/memory-stream.ts";

const program = new Uint8Array([2, 4, 0, 0, 0]);
const prepare = (id: number, programId = 0): RequestMessage => ({
  kind: "prepare",
  id,
  programId,
  program,
});
const execute = (id: number, input: Uint8Array = new Uint8Array([id])): RequestMessage => ({
  kind: "execute",
  id,
  programId: 0,
  input,
});

const text = (content: string): Uint8Array => new TextEncoder().encode(content);

/**
 * Waits until a server in memory has done all that it can do: nothing there waits for a timer, so a few turns of the
 * event loop are enough on any machine.
 */
async function atRest(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
}

/** A raw client of a served runner: writes bytes, collects bytes. */
class RawClient {
  readonly runner: EchoRunner = new EchoRunner();
  readonly connection: BinaryConnection;
  readonly received: Uint8Array[] = [];
  readonly stream: MemoryStream;
  ended: boolean = false;

  constructor(options?: BinaryServerOptions) {
    const [client, server] = memoryPair();
    this.stream = client;
    this.connection = serveBinary(this.runner, server, options);
    client.start({
      data: (chunk) => this.received.push(chunk),
      end: () => (this.ended = true),
      error: () => (this.ended = true),
      drain: () => {},
    });
  }

  send(...requests: RequestMessage[]): void {
    this.stream.write([requestBytes(generationB, ...requests)]);
  }

  responses(): ResponseMessage[] {
    return bodies(concat(this.received)).map((body) => generationB.readResponse(body));
  }
}

test("a connection that was destroyed starts nothing, even if its stream goes on", async () => {
  const runner = new EchoRunner();
  let receiver: ByteReceiver | undefined;
  const stream: ByteStream = {
    bufferedBytes: 0,
    start: (to) => (receiver = to),
    write: () => {},
    pause: () => {},
    resume: () => {},
    end: async () => {},
    destroy: () => {},
  };
  const connection = serveBinary(runner, stream);
  connection.destroy();
  await connection.closed;
  receiver?.data(requestBytes(generationB, prepare(1), execute(2)));
  receiver?.end();
  await atRest();
  expect([runner.prepares, runner.executes]).toEqual([0, 0]);
});

test("a session of the original's frames is answered with the original's bytes", async () => {
  const { protocolB } = vectors();
  const client = new RawClient();
  const pairs = protocolB.slice(0, 4).concat(protocolB.slice(4, 10));
  const sent = pairs.filter(({ dir }) => dir === "client");
  client.stream.write([concat(sent.map(({ body }) => frame(bytesFromHex(body))))]);
  await atRest();
  expect(bodies(concat(client.received)).map(hexFromBytes)).toEqual(
    pairs.filter(({ dir }) => dir === "server").map(({ body }) => body.replaceAll(" ", "")),
  );
});

test("responses come in the order of the requests, whatever finishes first", async () => {
  const client = new RawClient();
  client.runner.hold = true;
  client.send(prepare(9), execute(3), execute(1), execute(2));
  await atRest();
  expect(client.runner.held).toHaveLength(3);
  for (const call of client.runner.held.toReversed()) {
    call.finish();
    await atRest();
  }
  expect(client.responses().map(({ id }) => id)).toEqual([9, 3, 1, 2]);
});

test("requests above maxInFlight wait until earlier ones are answered", async () => {
  const client = new RawClient({ maxInFlight: 4 });
  client.runner.hold = true;
  client.send(prepare(0), ...Array.from({ length: 20 }, (_, i) => execute(i + 1)));
  await atRest();
  expect(client.runner.executes).toBe(4);
  for (let i = 0; i < 20; i++) {
    client.runner.held[i]?.finish();
    await atRest();
    expect(client.runner.held.length).toBeLessThanOrEqual(i + 5);
  }
  expect(client.responses()).toHaveLength(21);
});

test("the reading stops whenever maxInFlight is reached, and goes on after it", async () => {
  const client = new RawClient({ maxInFlight: 2 });
  const server = client.stream.peer;
  client.runner.hold = true;
  client.send(prepare(0));
  for (let round = 1; round <= 3; round++) {
    client.send(execute(2 * round), execute(2 * round + 1));
    await atRest();
    expect(server.paused).toBe(true);
    for (const call of client.runner.held.splice(0)) call.finish();
    await atRest();
    expect(server.paused).toBe(false);
  }
});

test("one after the other is possible", async () => {
  const client = new RawClient({ maxInFlight: 1 });
  client.runner.hold = true;
  client.send(prepare(0), execute(1), execute(2));
  await atRest();
  expect(client.runner.executes).toBe(1);
  expect(client.stream.peer.paused).toBe(true);
  client.runner.held[0]?.finish();
  await atRest();
  expect(client.runner.executes).toBe(2);
});

test.each([
  ["less than one takes", -10_000],
  ["just as many as one takes", 0],
])("large requests stop the reading at %s, but one is always let in", async (_, more) => {
  const large = new Uint8Array(20_000);
  const size = requestBytes(generationB, execute(1, large)).length - 4;
  const client = new RawClient({ maxInFlightBytes: size + more });
  client.runner.hold = true;
  client.send(prepare(0), execute(1, large), execute(2, large), execute(3, large));
  await atRest();
  expect(client.runner.executes).toBe(1);
  client.runner.held[0]?.finish(new Uint8Array());
  await atRest();
  expect(client.runner.executes).toBe(2);
});

test("a client that does not read is not answered beyond the limit, and loses nothing", async () => {
  const limit = 4 * 1024 * 1024;
  const size = 64 * 1024;
  const client = new RawClient({ maxInFlightBytes: limit });
  client.send(prepare(0));
  await atRest();
  client.stream.pause();
  const requests = requestBytes(
    generationB,
    ...Array.from({ length: 500 }, (_, i) => execute(i + 1, new Uint8Array(size))),
  );
  client.stream.write([requests]);
  await atRest();
  const server = client.stream.peer;
  expect(server.bufferedBytes).toBeLessThanOrEqual(limit + 64 * (size + 26));
  expect(server.paused).toBe(true);
  const { executes } = client.runner;
  expect(executes).toBeLessThan(200);
  await atRest();
  expect(client.runner.executes).toBe(executes);
  client.stream.resume();
  await until(() => client.responses().length === 501);
  expect(client.runner.executes).toBe(500);
  expect(client.responses()).toHaveLength(501);
});

test.each([
  ["an unknown kind", "07000000 09 04000000"],
  ["an empty frame", ""],
  ["less than an id", "0700"],
])("%s ends the connection, after earlier requests are answered", async (_, hex) => {
  const client = new RawClient();
  client.send(prepare(0), execute(1));
  client.stream.write([frame(bytesFromHex(hex))]);
  client.send(execute(2));
  await expect(client.connection.closed).resolves.toMatchObject({ code: "PROTOCOL_ERROR" });
  await atRest();
  expect(client.responses().map(({ id }) => id)).toEqual([0, 1]);
  expect(client.ended).toBe(true);
  expect(client.runner.releases).toBe(1);
  expect(client.runner.shutdowns).toBe(0);
});

/** Returns the body of a request that cannot be read but for its id and kind. */
const broken = (id: number): Uint8Array => new Uint8Array([id, 0, 0, 0, 1, 4, 0, 0, 0, 1]);

test("requests in flight count with their own size, wherever they lie in a chunk", async () => {
  const client = new RawClient({ maxInFlightBytes: 1000 });
  client.runner.hold = true;
  const executes = Array.from({ length: 20 }, (_, i) => execute(i + 1));
  const brokenFrames = Array.from({ length: 20 }, (_, i) => frame(broken(i + 100)));
  client.stream.write([
    concat([
      requestBytes(generationB, prepare(0), ...executes),
      ...brokenFrames,
      requestBytes(generationB, execute(200)),
    ]),
  ]);
  await atRest();
  expect(client.runner.executes).toBe(21);
});

test("a request starts as long as those before it have fewer bytes than maxInFlightBytes", async () => {
  const request = execute(1);
  const size = requestBytes(generationB, request).length - 4;
  for (const [maxInFlightBytes, started] of [
    [size, 1],
    [size + 1, 2],
  ] as const) {
    const client = new RawClient({ maxInFlightBytes });
    client.runner.hold = true;
    client.send(prepare(0));
    await atRest();
    client.send(request, execute(2), execute(3));
    await atRest();
    expect(client.runner.executes).toBe(started);
  }
});

test("a fault that no response can tell is that of the request", async () => {
  const client = new RawClient();
  client.stream.write([frame([7, 0])]);
  expect((await client.connection.closed)?.message).toMatch(
    /^the client sent a request that cannot be read: expected 4 bytes here/,
  );
});

test.each([
  [new Error("reset by peer"), ": reset by peer"],
  [new Error(""), ""],
  ["no error", ""],
])("a client that is lost because of %j is told so", async (cause, told) => {
  let receiver: ByteReceiver | undefined;
  const [near] = memoryPair();
  near.start = (to) => (receiver = to);
  const connection = serveBinary(new EchoRunner(), near);
  receiver?.error(cause);
  expect((await connection.closed)?.message).toBe(`the connection to the client was lost${told}`);
});

test("a connection that was destroyed writes nothing more", async () => {
  const client = new RawClient();
  client.runner.hold = true;
  client.send(prepare(0), execute(1));
  await atRest();
  const server = client.stream.peer;
  const written: unknown[] = [];
  server.write = (chunks) => void written.push(...chunks);
  client.connection.destroy();
  client.runner.held[0]?.finish();
  client.connection.destroy();
  await atRest();
  expect(written).toEqual([]);
});

test("a broken request whose id and kind can be read is answered, and the connection goes on", async () => {
  const client = new RawClient();
  client.stream.write([frame(bytesFromHex("07000000 01 04000000 01"))]);
  client.send(prepare(8));
  await atRest();
  expect(client.responses()).toMatchObject([
    { kind: "error", id: 7, request: "execute", error: { code: "DECODE_ERROR" } },
    { kind: "prepare", id: 8 },
  ]);
});

test("bytes that are no program are answered with DECODE_ERROR", async () => {
  const client = new RawClient();
  client.send({ kind: "prepare", id: 1, programId: 0, program: new Uint8Array([9, 4, 0, 0, 0]) });
  await atRest();
  expect(client.responses()).toMatchObject([{ id: 1, error: { code: "DECODE_ERROR" } }]);
});

test("a length above maxFrameBytes ends the connection at once", async () => {
  const client = new RawClient({ maxFrameBytes: 1000 });
  client.stream.write([new Uint8Array([0, 0, 0, 0x80])]);
  await expect(client.connection.closed).resolves.toMatchObject({ code: "FRAME_TOO_LARGE" });
});

test("an output above maxFrameBytes becomes an error, and the connection goes on", async () => {
  const client = new RawClient({ maxFrameBytes: 1000 });
  client.runner.hold = true;
  client.send(prepare(0), execute(1), execute(2));
  await atRest();
  client.runner.held[0]?.finish(new Uint8Array(2000));
  client.runner.held[1]?.finish(new Uint8Array(1));
  await atRest();
  expect(client.responses()).toMatchObject([
    { id: 0 },
    {
      id: 1,
      kind: "error",
      error: {
        code: "FRAME_TOO_LARGE",
        display: expect.stringMatching(/takes 20\d\d bytes, more than the 1000/) as unknown,
      },
    },
    { id: 2, kind: "execute" },
  ]);
});

test("an error text above maxFrameBytes is replaced", async () => {
  const client = new RawClient({ maxFrameBytes: 300 });
  client.runner.getInterface = () => Promise.reject(new Error("x".repeat(1000)));
  client.send({ kind: "getInterface", id: 5 });
  await atRest();
  const display = "the error's text exceeds maxFrameBytes";
  expect(client.responses()).toMatchObject([
    { id: 5, error: { code: "FRAME_TOO_LARGE", display } },
  ]);
});

test("after the client's last byte, what it sent is still answered", async () => {
  const client = new RawClient({ maxInFlight: 2 });
  client.runner.hold = true;
  client.send(prepare(0), execute(1), execute(2), execute(3));
  client.stream.write([new Uint8Array([5, 0, 0])]);
  client.stream.endWriting();
  for (let i = 0; i < 3; i++) {
    await atRest();
    client.runner.held[i]?.finish();
  }
  expect(await client.connection.closed).toBeUndefined();
  await atRest();
  expect(client.responses().map(({ id }) => id)).toEqual([0, 1, 2, 3]);
  expect(client.runner.releases).toBe(1);
});

test("requests that take too long after the client's last byte are aborted", async () => {
  const client = new RawClient({ endGraceMs: 10 });
  client.runner.hold = true;
  client.send(prepare(0), execute(1));
  await atRest();
  client.stream.endWriting();
  expect(await client.connection.closed).toMatchObject({
    code: "CONNECTION_CLOSED",
    message: expect.stringContaining("endGraceMs") as string,
  });
  expect(client.runner).toMatchObject({ releases: 1, aborts: 1 });
});

test("a lost connection aborts what runs and releases every program", async () => {
  const client = new RawClient();
  client.runner.hold = true;
  client.send(prepare(0, 0), prepare(1, 1), execute(2));
  await atRest();
  client.stream.destroy();
  await expect(client.connection.closed).resolves.toMatchObject({ code: "CONNECTION_CLOSED" });
  expect(client.runner).toMatchObject({ prepares: 2, releases: 2, aborts: 1, shutdowns: 0 });
});

test("closing answers what is in flight and reads no more", async () => {
  const client = new RawClient();
  client.runner.hold = true;
  client.send(prepare(0), execute(1));
  await atRest();
  const closed = client.connection.close();
  client.send(execute(2));
  await atRest();
  client.runner.held[0]?.finish();
  await closed;
  expect(await client.connection.closed).toBeUndefined();
  await atRest();
  expect(client.responses().map(({ id }) => id)).toEqual([0, 1]);
  expect(client.ended).toBe(true);
});

test("destroying aborts at once", async () => {
  const client = new RawClient();
  client.runner.hold = true;
  client.send(prepare(0), execute(1));
  await atRest();
  client.connection.destroy();
  expect(await client.connection.closed).toMatchObject({ code: "CONNECTION_CLOSED" });
  expect(client.runner).toMatchObject({ releases: 1, aborts: 1 });
});

test.each([
  [
    "an HTTP request",
    text("GET /?token=secret HTTP/1.1\r\nHost: x\r\n\r\n"),
    /HTTP \(GET\),.*runner-http/,
  ],
  ["an HTTP/2 request", text("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), /HTTP \(PRI\),/],
  [
    "a hello of TLS",
    bytesFromHex("160301 00f8 01 0000f4 0303 a1a2a3a4a5a6a7a8a9aaabacadaeafb0"),
    /TLS.*ends TLS/,
  ],
  [
    "a hello of TLS whose record is a large frame",
    bytesFromHex("160301 0200 01 0001fc 0303 a1a2a3a4a5a6a7a8a9aaabacadaeafb0"),
    /TLS.*ends TLS/,
  ],
  ["text", text("SSH-2.0-OpenSSH_9.2p1\r\n"), /text.*"SSH-2.0-O/],
])("%s closes the connection at once, and is named", async (_, sent, message) => {
  for (const size of [sent.length, 1]) {
    const client = new RawClient({ maxFrameBytes: size === 1 ? 2 ** 32 - 1 : undefined });
    for (let at = 0; at < sent.length; at += size)
      client.stream.write([sent.subarray(at, at + size)]);
    const fault = await client.connection.closed;
    expect(fault).toMatchObject({
      code: "PROTOCOL_ERROR",
      message: expect.stringMatching(message) as string,
    });
    expect(fault?.message).not.toContain("secret");
    await atRest();
    expect(client.ended).toBe(true);
    expect(client.received).toEqual([]);
  }
});

test("a short line that is no length of a frame is named", async () => {
  const client = new RawClient();
  client.stream.write([text("PING!\r\n")]);
  expect(await client.connection.closed).toMatchObject({
    code: "PROTOCOL_ERROR",
    message: expect.stringMatching(/^the client sent text \("PING!"\)/) as string,
  });
});

test.each(["    ", "GET ", "HTTP"])("a frame as long as %j says is too large", async (length) => {
  for (const rest of [text(""), new Uint8Array([0x41, 0, 0, 0, 1]), new Uint8Array([1, 4, 0, 0])]) {
    const client = new RawClient();
    client.stream.write([concat([text(length), rest])]);
    expect(await client.connection.closed).toMatchObject({ code: "FRAME_TOO_LARGE" });
  }
});

test.each([0x03_16, 0x1_03_16, 0x4_03_15])(
  "a first frame of %d bytes is not taken for TLS",
  async (length) => {
    const client = new RawClient({ protocol: detectGeneration });
    client.send(prepare(0), execute(1, new Uint8Array(length - 21)));
    const requests = requestBytes(generationB, execute(0x1_02, new Uint8Array(length - 21)));
    const other = new RawClient();
    other.stream.write([requests.subarray(0, 64)]);
    other.stream.write([requests.subarray(64)]);
    await atRest();
    expect(client.responses()).toHaveLength(2);
    expect(other.responses()).toMatchObject([{ id: 0x1_02, kind: "error" }]);
  },
);

test("one client's fault does not touch another", async () => {
  const runner = new EchoRunner();
  const [a, aServer] = memoryPair();
  const [b, bServer] = memoryPair();
  const bad = serveBinary(runner, aServer);
  const good = serveBinary(runner, bServer);
  const received: Uint8Array[] = [];
  b.start({ data: (c) => received.push(c), end: () => {}, error: () => {}, drain: () => {} });
  b.write([requestBytes(generationB, prepare(0))]);
  a.write([frame([1])]);
  expect(await bad.closed).toMatchObject({ code: "PROTOCOL_ERROR" });
  b.write([requestBytes(generationB, execute(1))]);
  await atRest();
  expect(bodies(concat(received))).toHaveLength(2);
  await good.close();
});

test("both generations are served where the first frame decides", async () => {
  for (const [protocol, answers] of [
    [generationA, ["execute", "error"]],
    [generationB, ["prepare", "execute", "error", "release"]],
  ] as const) {
    const client = new RawClient({ protocol: detectGeneration });
    const requests = [
      prepare(0),
      execute(1),
      execute(2, new Uint8Array([0xff])),
      { kind: "release", id: 3, programId: 0 } as const,
    ];
    client.stream.write([requestBytes(protocol, ...requests)]);
    await atRest();
    const responses = bodies(concat(client.received)).map((body) => protocol.readResponse(body));
    expect(responses.map(({ kind }) => kind)).toEqual(answers);
    expect(client.runner.releases).toBe(1);
    client.connection.destroy();
  }
});

test("in generation B an execute of a refused program finds none", async () => {
  const client = new RawClient();
  client.send({ ...prepare(0), program: new Uint8Array([0, 4, 0, 0, 0]) } as RequestMessage);
  await atRest();
  client.send(execute(1));
  await atRest();
  expect(client.responses()).toMatchObject([
    { id: 0, error: { code: "PREPARE_ERROR" } },
    { id: 1, error: { code: "PROGRAM_NOT_FOUND" } },
  ]);
});

test("in generation A a refused program answers its executes", async () => {
  const client = new RawClient({ protocol: generationA });
  const sql = new Uint8Array([0, 4, 0, 0, 0]);
  client.stream.write([
    requestBytes(generationA, { kind: "prepare", id: 0, programId: 0, program: sql }, execute(6)),
  ]);
  await atRest();
  expect(bodies(concat(client.received)).map((body) => generationA.readResponse(body))).toEqual([
    {
      kind: "error",
      id: 6,
      request: "execute",
      error: { display: "cannot execute sqlPostgres", code: "PREPARE_ERROR" },
    },
  ]);
});

test("a first frame of no generation ends the connection", async () => {
  const client = new RawClient({ protocol: detectGeneration });
  client.stream.write([frame([3, 0, 0, 0, 0])]);
  expect(await client.connection.closed).toMatchObject({
    code: "PROTOCOL_ERROR",
    message: "the first frame belongs to no generation of the protocol",
  });
});

test.each([
  { maxFrameBytes: 255 },
  { maxFrameBytes: 2 ** 32 },
  { maxInFlight: 0 },
  { maxInFlightBytes: 0.5 },
  { maxPrograms: 0 },
  { endGraceMs: -1 },
])("%o is refused", (options) => {
  expect(() => serveBinary(new EchoRunner(), memoryPair()[0], options)).toThrow(RangeError);
});
