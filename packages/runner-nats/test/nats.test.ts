import { program } from "@lutra-internal/testing/programs";
import { createGate, EchoRunner, failure, runnerFailure, until } from "@lutra-internal/testing";
import { LostCallError } from "@lutra/runner-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { joinMessage, splitMessage } from "../src/envelope.ts";
import { NatsClient, type NatsServer, type NatsServerOptions, serveNats } from "../src/index.ts";
import { MemoryNats } from "./support/memory-nats.ts";

const input = new Uint8Array([1, 2, 3]);

let nats: MemoryNats;
let runner: EchoRunner;
let servers: NatsServer[];

beforeEach(() => {
  nats = new MemoryNats(4096);
  runner = new EchoRunner();
  servers = [];
});
afterEach(async () => {
  runner.hold = false;
  for (const { finish } of runner.held) finish();
  await Promise.all(servers.map((server) => server.drain(0)));
});

function serve(options: Partial<NatsServerOptions> = {}): NatsServer {
  const server = serveNats(runner, nats, { allowAnyone: true, ...options });
  servers.push(server);
  return server;
}

describe("a client", () => {
  test("calls a runner that is served", async () => {
    serve();
    const client = new NatsClient(nats);
    const prepared = await client.prepare(program);
    expect(await client.execute(prepared, input)).toEqual(input);
    expect(await client.getInterface()).toBe("func f(): Int64");
    expect(await client.getExternals()).toEqual(["repr:bytecode-lt", "std::fs"]);
    expect(nats.subscriptions).toEqual(["lutra lutra", "lutra.cancel -"]);
  });

  test("reaches the runners of its subject only", async () => {
    serve({ subject: "shop.reports", queue: "east" });
    expect(nats.subscriptions).toEqual(["shop.reports east", "shop.reports.cancel -"]);
    const there = new NatsClient(nats, { subject: "shop.reports" });
    expect(await there.getExternals()).toContain("std::fs");
    const nowhere = new NatsClient(nats, { maxRetries: 0 });
    const lost = await failure(nowhere.execute(await nowhere.prepare(program), input));
    expect(lost).toBeInstanceOf(LostCallError);
    expect(lost).toMatchObject({
      code: "CONNECTION_CLOSED",
      mayHaveRun: false,
      message: "no runner serves the subject lutra of NATS; the program did not run",
    });
  });

  test("finds a runner that comes while it repeats", async () => {
    const client = new NatsClient(nats);
    const externals = client.getExternals();
    await until(() => nats.subscriptions.length === 0);
    serve();
    expect(await externals).toContain("std::fs");
  });

  test("sends a request that just fits in max_payload, and no larger one", async () => {
    serve();
    const client = new NatsClient(nats);
    const prepared = await client.prepare(program);
    await client.execute(prepared, input);
    let sent = 0;
    const request = nats.request.bind(nats);
    nats.request = async (subject, payload, options) => {
      sent = payload.length;
      return await request(subject, payload, options);
    };
    await client.execute(prepared, input);
    const fits = new Uint8Array(4096 - sent + input.length);
    expect(await client.execute(prepared, fits)).toEqual(fits);
    expect(sent).toBe(4096);
    const call = client.execute(prepared, new Uint8Array(fits.length + 1));
    expect(await failure(call)).toMatchObject({
      code: "FRAME_TOO_LARGE",
      message: "the request has 4097 bytes, more than max_payload of the NATS server (4096)",
    });
  });

  test("says that it waits no longer, and that the program may have run", async () => {
    serve();
    // The server knows the program before a call is timed.
    const patient = new NatsClient(nats);
    await patient.execute(await patient.prepare(program), input);
    const client = new NatsClient(nats, { timeoutMs: 20 });
    const prepared = await client.prepare(program);
    runner.hold = true;
    expect(await failure(client.execute(prepared, input))).toMatchObject({
      code: "TIMEOUT",
      mayHaveRun: true,
      message:
        "no answer on the subject lutra of NATS within timeoutMs (20); the program may have run",
    });
    nats.subscribe("silent", { callback: () => {} });
    const silent = new NatsClient(nats, { subject: "silent", timeoutMs: 20 });
    expect(await failure(silent.getExternals())).toMatchObject({ mayHaveRun: false });
  });

  test("waits 65 s for an answer by default, longer than a server lets a call take", async () => {
    serve();
    const timeouts: number[] = [];
    const request = nats.request.bind(nats);
    nats.request = async (subject, payload, options) => {
      timeouts.push(options.timeout);
      return await request(subject, payload, options);
    };
    await new NatsClient(nats).getExternals();
    await new NatsClient(nats, { timeoutMs: undefined }).getExternals();
    await new NatsClient(nats, { timeoutMs: 7000 }).getExternals();
    expect(timeouts).toEqual([65_000, 65_000, 7000]);
  });

  test("says what its connection ended with", async () => {
    serve();
    const client = new NatsClient(nats, { maxRetries: 0 });
    const prepared = await client.prepare(program);
    await client.execute(prepared, input);
    runner.hold = true;
    const call = failure(client.execute(prepared, input));
    await until(() => runner.held.length === 1);
    nats.close();
    expect(await call).toMatchObject({
      mayHaveRun: true,
      message:
        "no answer on the subject lutra of NATS: connection closed; the program may have run",
    });
    expect(await failure(client.execute(prepared, input))).toMatchObject({
      code: "CONNECTION_CLOSED",
      mayHaveRun: false,
      message: "the connection to NATS is closed; the program did not run",
    });
  });

  test("passes an abort on to the server that works on the call", async () => {
    serve();
    serve();
    const client = new NatsClient(nats);
    const prepared = await client.prepare(program);
    for (let i = 0; i < 2; i++) await client.execute(prepared, input);
    runner.hold = true;
    const abort = new AbortController();
    const other = client.execute(prepared, new Uint8Array([9]));
    const call = failure(client.execute(prepared, input, { signal: abort.signal }));
    await until(() => runner.held.length === 2);
    abort.abort("enough");
    expect(await call).toBe("enough");
    await until(() => runner.aborts === 1);
    expect(nats.published.length).toBe(1);
    expect(nats.published[0]).toMatch(/^lutra\.cancel [0-9a-f]{24}\d+$/);
    runner.held.forEach(({ finish }) => finish());
    expect(await other).toEqual(new Uint8Array([9]));
  });

  test("lets a caller go when its connection is closed", async () => {
    serve();
    const client = new NatsClient(nats);
    const prepared = await client.prepare(program);
    await client.execute(prepared, input);
    runner.hold = true;
    const call = failure(client.execute(prepared, input));
    await until(() => runner.held.length === 1);
    nats.isClosed = () => true;
    await client.shutdown();
    expect(await call).toMatchObject({ message: "the client was shut down" });
    expect(nats.published).toEqual([]);
  });

  test("accepts a timeoutMs of 1", () => {
    expect(() => new NatsClient(nats, { timeoutMs: 1 })).not.toThrow();
  });

  test.each([0, -1, Number.NaN, Infinity])("refuses timeoutMs of %s", (timeoutMs) => {
    expect(() => new NatsClient(nats, { timeoutMs })).toThrow(RangeError);
  });
});

describe("a server", () => {
  test("must be told who may run programs, and asks", async () => {
    expect(() => serveNats(runner, nats, {})).toThrow("a program is code");
    expect(() => serveNats(runner, nats, undefined as never)).toThrow("a program is code");
    serve({
      allowAnyone: undefined,
      authorize: ({ method, url, headers }) =>
        method === "GET" &&
        url === "http://nats/externals" &&
        headers.get("authorization") === "Bearer secret",
    });
    const headers = { authorization: "Bearer secret" };
    expect(await new NatsClient(nats, { headers }).getExternals()).toContain("std::fs");
    expect(await runnerFailure(new NatsClient(nats).getExternals())).toMatchObject({
      code: "ACCESS_DENIED",
    });
  });

  test("refuses a body above its own limit", async () => {
    serve({ maxBodyBytes: 100 });
    const client = new NatsClient(nats);
    const prepared = await client.prepare(program);
    expect(await client.execute(prepared, new Uint8Array(100))).toHaveLength(100);
    const error = await runnerFailure(client.execute(prepared, new Uint8Array(101)));
    expect(error.message).toContain("maxBodyBytes (100)");
  });

  test("says that an answer does not fit", async () => {
    serve();
    runner.execute = async () => new Uint8Array(5000);
    const client = new NatsClient(nats);
    const prepared = await client.prepare(program);
    const error = await runnerFailure(client.execute(prepared, input));
    expect(error.code).toBe("FRAME_TOO_LARGE");
    expect(error.message).toMatch(
      /^the answer has 5\d\d\d bytes, more than max_payload of the NATS server \(4096\)$/,
    );
  });

  test("lets an answer through that just fits, and the client refuses it by its own limit", async () => {
    serve();
    const client = new NatsClient(nats, { maxResponseBytes: 3 });
    const prepared = await client.prepare(program);
    expect(await client.execute(prepared, input)).toEqual(input);
    const error = await runnerFailure(client.execute(prepared, new Uint8Array(4)));
    expect(error.message).toContain("maxResponseBytes (3)");
  });

  test("answers what is no request, and goes on", async () => {
    serve();
    const hostile = [
      new Uint8Array(),
      new Uint8Array([9, 0, 0]),
      new Uint8Array([255, 255, 255, 255, 1]),
      new Uint8Array([2, 0, 0, 0, 123, 34]),
      new Uint8Array([4, 0, 0, 0, ...Buffer.from("null")]),
      joinMessage({ method: "GET" } as never),
      joinMessage({ path: "/externals" } as never),
      joinMessage({ method: "GET", path: "/externals", headers: { "a b": "c" }, id: "1" }),
      joinMessage({ method: "GET", path: "/externals", headers: 7 as never, id: "1" }),
    ];
    for (const message of hostile.slice(0, -1)) {
      const { data } = await nats.request("lutra", message, { timeout: 10_000 });
      const { head, body } = splitMessage(data);
      expect(head).toEqual({ status: 400, headers: { "content-type": "application/json" } });
      expect(JSON.parse(new TextDecoder().decode(body))).toEqual({
        display: "the message is no request of Lutra",
        code: "DECODE_ERROR",
      });
    }
    expect(await new NatsClient(nats).getExternals()).toContain("std::fs");
  });

  test("drains: takes no more requests, answers those it has, then releases its programs", async () => {
    const server = serve();
    const client = new NatsClient(nats, { maxRetries: 0 });
    const prepared = await client.prepare(program);
    await client.execute(prepared, input);
    runner.hold = true;
    const call = client.execute(prepared, input);
    await until(() => runner.held.length === 1);
    const drained = server.drain();
    expect(server.drain()).toBe(drained);
    expect(await failure(client.getExternals())).toMatchObject({ mayHaveRun: false });
    // An abort still reaches it.
    expect(nats.subscriptions).toEqual(["lutra.cancel -"]);
    expect(runner.releases).toBe(0);
    runner.held[0]?.finish();
    expect(await call).toEqual(input);
    await drained;
    expect([runner.releases, nats.subscriptions]).toEqual([1, []]);
  });

  test("aborts what takes longer than the grace", async () => {
    const server = serve();
    const client = new NatsClient(nats);
    const prepared = await client.prepare(program);
    await client.execute(prepared, input);
    runner.hold = true;
    const call = failure(client.execute(prepared, input));
    await until(() => runner.held.length === 1);
    await server.drain(1);
    expect(runner.aborts).toBe(1);
    expect(await call).toBeInstanceOf(Error);
    expect(() => server.drain(-1)).toThrow(RangeError);
  });

  test.each(["lutra", "lutra.cancel"])("drains after NATS refused %s", async (subject) => {
    const server = serve();
    const client = new NatsClient(nats, { maxRetries: 0 });
    await client.execute(await client.prepare(program), input);
    nats.refuse(subject);
    await server.drain();
    expect([runner.releases, nats.subscriptions]).toEqual([1, []]);
  });

  test("ends quietly after its connection was closed, and has no one to answer", async () => {
    const server = serve();
    const client = new NatsClient(nats, { maxRetries: 0 });
    const prepared = await client.prepare(program);
    await client.execute(prepared, input);
    runner.hold = true;
    const call = failure(client.execute(prepared, input));
    await until(() => runner.held.length === 1);
    nats.close();
    await call;
    const gate = createGate();
    void server[Symbol.asyncDispose]().then(() => gate.open());
    runner.held[0]?.finish();
    await gate.promise;
    expect(runner.releases).toBe(1);
  });
});
