import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { until } from "@lutra-internal/testing";
import { afterEach, describe, expect, test } from "vitest";
import { HttpClient, mediaType, sha256 } from "../../src/index.ts";
import {
  createNodeHandler,
  type HttpListener,
  listen,
  type ListenOptions,
} from "../../src/node.ts";
import { cleanUp, serveHttp } from "../support/exchanges.ts";
import {
  CountingRunner,
  identity,
  interpreter,
  nodeFetch,
  rawExchange,
} from "../support/running.ts";

const open: HttpListener[] = [];
afterEach(async () => {
  await cleanUp();
  await Promise.all(open.splice(0).map((listener) => listener.close(100)));
});

async function serve(
  runner = interpreter(),
  options: Partial<ListenOptions> = {},
): Promise<HttpListener> {
  const listener = await listen(runner, { allowAnyone: true, ...options });
  open.push(listener);
  return listener;
}

const hash = await sha256(identity.bytes);
const binary = { "content-type": mediaType };

describe("a runner on node:http", () => {
  test("serves a client over TCP", async () => {
    const { address } = await serve();
    await using client = new HttpClient(`http://${address}`);
    const prepared = await client.prepare(identity);
    const input = new Uint8Array(300_000).fill(3);
    expect(Buffer.compare(await client.execute(prepared, input), input)).toBe(0);
  });

  test.each([{}, undefined])("must be told who may run programs (%j)", async (options) => {
    await expect(listen(interpreter(), options as never)).rejects.toThrow(/^a program is code/);
  });

  test("listens with the shortest of all times", async () => {
    const shortest = { headersTimeoutMs: 1, authorizeTimeoutMs: 1, bodyTimeoutMs: 1 };
    await expect(serve(undefined, shortest)).resolves.toHaveProperty("port");
  });

  test.each([
    [undefined, 403],
    ["127.0.0.2", 403],
    ["localhost", 403],
    ["0.0.0.0", 200],
  ])(
    "bound to %s, it answers for other names than those of loopback with %i",
    async (host, status) => {
      const { address, port } = await serve(undefined, { host });
      const headers = { host: `rebound.example:${port}` };
      const ask = async (headers: Record<string, string>): Promise<number> =>
        (await nodeFetch(port, "/externals", { headers }, address.replace(/:\d+$/, ""))).status;
      expect(await ask(headers)).toBe(status);
      expect(await ask({})).toBe(host === "127.0.0.2" ? 403 : 200);
    },
  );

  test("aborts the call of a client that goes away, and only of that one", async () => {
    const runner = new CountingRunner();
    const { address } = await serve(runner);
    const client = new HttpClient(`http://${address}`);
    const prepared = await client.prepare(identity);
    await client.execute(prepared, new Uint8Array([1]));
    expect(runner.aborted).toBe(0);
    runner.gate = new Promise(() => {});
    const leaving = new AbortController();
    const call = client.execute(prepared, new Uint8Array(), { signal: leaving.signal });
    call.catch(() => {});
    await until(() => runner.started === 2);
    leaving.abort(new Error("left"));
    await expect(call).rejects.toThrow("left");
    await until(() => runner.aborted === 1);
  });

  test("gives back every place that a client held who sent several requests at once and left", async () => {
    const runner = new CountingRunner();
    runner.gate = new Promise(() => {});
    const { address, port } = await serve(runner, { maxInFlight: 20 });
    await nodeFetch(port, `/programs/${hash}`, {
      method: "PUT",
      headers: binary,
      body: identity.bytes,
    });
    const socket = connect(port, "127.0.0.1");
    const lines = [
      `POST /programs/${hash}/execute HTTP/1.1`,
      "Host: localhost",
      `Content-Type: ${mediaType}`,
      "Content-Length: 1",
    ];
    socket.write([...lines, "", "x"].join("\r\n").repeat(20));
    await until(() => runner.started === 20);
    expect((await fetch(`http://${address}/externals`)).status).toBe(503);
    socket.destroy();
    await until(() => runner.aborted === 20);
    expect((await fetch(`http://${address}/externals`)).status).toBe(200);
  });

  test("closes once requests in flight are answered, and releases its programs", async () => {
    const runner = new CountingRunner();
    const listener = await serve(runner);
    const client = new HttpClient(`http://${listener.address}`);
    const prepared = await client.prepare(identity);
    await client.execute(prepared, new Uint8Array());
    let finish: () => void = () => {};
    runner.gate = new Promise((resolve) => (finish = resolve));
    const call = client.execute(prepared, new Uint8Array([8]));
    await until(() => runner.started === 2);
    const closed = listener.close();
    finish();
    expect(await call).toEqual(new Uint8Array([8]));
    await closed;
    expect(runner.released).toBe(1);
  });

  test("closes without a runner that never lets go of its programs", async () => {
    const runner = new CountingRunner();
    runner.release = () => new Promise(() => {});
    const listener = await serve(runner);
    const client = new HttpClient(`http://${listener.address}`);
    await client.execute(await client.prepare(identity), new Uint8Array());
    await listener.close(20);
    await expect(client.getExternals()).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
  });
});

describe("hostile requests", () => {
  const head = (lines: readonly string[]): string => [...lines, "", ""].join("\r\n");
  const externals = head(["GET /externals HTTP/1.1", "Host: localhost"]);

  test("a declared length above the limit is refused before the body", async () => {
    const { port } = await serve();
    const answer = await rawExchange(port, [
      head([
        `PUT /programs/${hash} HTTP/1.1`,
        "Host: localhost",
        `Content-Type: ${mediaType}`,
        "Content-Length: 99999999",
      ]),
    ]);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  test("a chunked body above the limit is refused as it arrives", async () => {
    const { port } = await serve(undefined, { maxBodyBytes: 1000 });
    const chunk = `400\r\n${"x".repeat(1024)}\r\n`;
    const answer = await rawExchange(port, [
      head([
        `PUT /programs/${hash} HTTP/1.1`,
        "Host: localhost",
        `Content-Type: ${mediaType}`,
        "Transfer-Encoding: chunked",
      ]),
      chunk.repeat(20),
    ]);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  test("a body that does not come is refused in time", async () => {
    const { port } = await serve(undefined, { bodyTimeoutMs: 100 });
    const answer = await rawExchange(port, [
      head([
        `PUT /programs/${hash} HTTP/1.1`,
        "Host: localhost",
        `Content-Type: ${mediaType}`,
        "Content-Length: 100",
      ]),
      "few",
    ]);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });

  test.each<readonly [string, string]>([
    ["garbage", "\x00\x01\x02 nonsense\r\n\r\n"],
    ["an absolute target", head(["GET http://other.example/externals HTTP/1.1", "Host: localhost", "Connection: close"])],
    ["a host that is no host", head(["GET /externals HTTP/1.1", "Host: a b", "Connection: close"])],
    ["two hosts", head(["GET /externals HTTP/1.1", "Host: localhost", "hOsT: localhost", "Connection: close"])],
    ["two hosts in one", head(["GET /externals HTTP/1.1", "Host: localhost, evil.example", "Connection: close"])],
    ["a host with a user", head(["GET /externals HTTP/1.1", "Host: me@localhost", "Connection: close"])],
    ["two lengths", head([`PUT /programs/${hash} HTTP/1.1`, "Host: localhost", "Content-Length: 1", "Content-Length: 2"])],
  ])("%s is answered with 400", async (_, request) => {
    const { port } = await serve();
    expect(await rawExchange(port, [request])).toMatch(/^HTTP\/1\.1 400 /);
    expect((await nodeFetch(port, "/externals", {})).status).toBe(200);
  }); // prettier-ignore

  test("headers with names as long as that of the host name no second one", async () => {
    const { port } = await serve();
    const headers = { from: "me@elsewhere.example", date: "today" };
    expect((await nodeFetch(port, "/externals", { headers })).status).toBe(200);
  });

  test("headers that do not come to an end are refused in time", async () => {
    const { port } = await serve(undefined, { headersTimeoutMs: 50 });
    const answer = await rawExchange(port, ["GET /externals HTTP/1.1\r\nHost: localhost\r\nX-A"]);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });

  test("headers may take any time where none is set", async () => {
    const { port } = await serve(undefined, { headersTimeoutMs: Infinity });
    const socket = connect(port, "127.0.0.1");
    const answer = new Promise<string>((resolve) =>
      socket.once("data", (data) => resolve(data.toString())),
    );
    socket.write("GET /externals HTTP/1.1\r\n");
    // Node looks for late heads each second.
    await new Promise((resolve) => setTimeout(resolve, 1200));
    socket.write("Host: localhost\r\n\r\n");
    expect(await answer).toMatch(/^HTTP\/1\.1 200 /);
    socket.destroy();
  });

  test("of a body that is not wanted no more than a megabyte or so is read", async () => {
    const handler = createNodeHandler(interpreter(), { allowAnyone: true });
    let read = 0;
    const port = await serveHttp((message, response) => {
      const { socket } = message;
      socket.once("close", () => (read = socket.bytesRead));
      handler(message, response);
    });
    const size = 50 * 1024 * 1024;
    const start = head([
      `PUT /programs/${hash} HTTP/1.1`,
      "Host: localhost",
      `Content-Type: ${mediaType}`,
      `Content-Length: ${size}`,
    ]);
    const answer = await rawExchange(port, [start, new Uint8Array(size)]);
    await until(() => read > 0);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    // Chunks end anywhere.
    expect(read).toBeLessThan(3 * 1024 * 1024);
  });

  test("a connection above the limit is closed without an answer", async () => {
    const { port } = await serve(undefined, { maxConnections: 1 });
    const first = connect(port, "127.0.0.1");
    await new Promise((resolve) => first.once("data", resolve).write(externals));
    expect(await rawExchange(port, [externals])).toBe("");
    await new Promise((resolve) => first.once("close", resolve).destroy());
  });

  test("a body that ends before its declared length never reaches the runner", async () => {
    const runner = new CountingRunner();
    const { port } = await serve(runner);
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => {});
    socket.write(
      head([
        `PUT /programs/${hash} HTTP/1.1`,
        "Host: localhost",
        `Content-Type: ${mediaType}`,
        `Content-Length: ${identity.bytes.length + 1}`,
      ]),
    );
    socket.end(identity.bytes);
    await new Promise((resolve) => socket.on("close", resolve).resume());
    expect((await nodeFetch(port, "/externals", {})).status).toBe(200);
    expect(runner.prepared).toBe(0);
  });

  test("a page from elsewhere is refused", async () => {
    const { port } = await serve();
    const headers = { origin: "https://evil.example" };
    const answer = await nodeFetch(port, "/externals", { headers });
    expect(answer.status).toBe(403);
    expect(answer.headers).not.toHaveProperty("access-control-allow-origin");
    const own = { origin: `http://127.0.0.1:${port}` };
    expect((await nodeFetch(port, "/externals", { headers: own })).status).toBe(200);
  });

  test("a caller without authorization is refused before the body is read", async () => {
    const seen: unknown[] = [];
    const { port } = await serve(undefined, {
      allowAnyone: undefined,
      authorize: ({ method, url, headers }) => {
        seen.push([method, url, headers.get("x-caller")]);
        return headers.get("authorization") === "Bearer secret";
      },
    });
    const answer = await rawExchange(port, [
      head([
        `PUT /programs/${hash}?a=b HTTP/1.1`,
        "Host: LOCALHOST:80",
        "X-Caller: me",
        `Content-Type: ${mediaType}`,
        "Content-Length: 100",
      ]),
    ]);
    expect(answer).toMatch(/^HTTP\/1\.1 401 .*\r\nwww-authenticate: Bearer\r\n/is);
    expect(seen).toEqual([["PUT", `http://localhost/programs/${hash}?a=b`, "me"]]);
    const headers = { authorization: "Bearer secret" };
    expect((await nodeFetch(port, "/externals", { headers })).status).toBe(200);
  });

  test("a compressed body is refused", async () => {
    const { port } = await serve();
    const { status } = await nodeFetch(port, `/programs/${hash}`, {
      method: "PUT",
      headers: { ...binary, "content-encoding": "gzip" },
      body: gzipSync(identity.bytes),
    });
    expect(status).toBe(415);
  });

  test("clients that vanish while they send leave the server in order", async () => {
    const { port, address } = await serve();
    const vanish = async (afterMs: number): Promise<void> => {
      const controller = new AbortController();
      const body = new ReadableStream<Uint8Array>({
        async pull(stream) {
          await new Promise((resolve) => setTimeout(resolve, 1));
          stream.enqueue(new Uint8Array(1000));
        },
      });
      const call = fetch(`http://${address}/programs/${hash}`, {
        method: "PUT",
        headers: binary,
        body,
        duplex: "half",
        signal: controller.signal,
      } as RequestInit);
      setTimeout(() => controller.abort(), afterMs);
      await call.catch(() => {});
    };
    await Promise.all(Array.from({ length: 20 }, (_, i) => vanish(i)));
    expect((await nodeFetch(port, "/externals", {})).status).toBe(200);
  });
});
