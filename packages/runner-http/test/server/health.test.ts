import { afterEach, describe, expect, test } from "vitest";
import { createGate, until } from "@lutra-internal/testing";
import { createFetchHandler, mediaType, sha256 } from "../../src/index.ts";
import { listen } from "../../src/node.ts";
import { atEnd, cleanUp } from "../support/exchanges.ts";
import { CountingRunner, identity, nodeFetch, rawExchange } from "../support/running.ts";

afterEach(cleanUp);

const hash = await sha256(identity.bytes);
const binary = { "content-type": mediaType };
const refuseAll = { authorize: () => false };

describe("the health of a server of fetch", () => {
  const request = (method = "GET", headers = {}): Request =>
    new Request("http://x/base/health?probe=1", { method, headers });

  test("needs no authorization, and says nothing but that it is ready", async () => {
    const handler = createFetchHandler(new CountingRunner(), { ...refuseAll, basePath: "/base" });
    const response = await handler(request());
    expect([response.status, await response.text()]).toEqual([200, "ready"]);
    const head = await handler(request("HEAD"));
    expect([head.status, await head.text()]).toEqual([200, ""]);
  });

  test.each(["drain", "close"] as const)("says after %s that it is not", async (end) => {
    const handler = createFetchHandler(new CountingRunner(), { ...refuseAll, basePath: "/base" });
    await handler[end]();
    const response = await handler(request());
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "1"]);
    expect(await response.json()).toEqual({ display: "not ready" });
    const head = await handler(request("HEAD"));
    expect([head.status, await head.text()]).toEqual([503, ""]);
  });

  test("has no other methods, and lies below the base path only", async () => {
    const handler = createFetchHandler(new CountingRunner(), { ...refuseAll, basePath: "/base" });
    const answers = await Promise.all(["POST", "OPTIONS"].map((name) => handler(request(name))));
    expect(answers.map(({ status }) => status)).toEqual([405, 204]);
    for (const { headers } of answers) expect(headers.get("allow")).toBe("GET, HEAD, OPTIONS");
    expect((await handler(new Request("http://x/health"))).status).toBe(404);
    expect((await handler(new Request("http://x/base/health/"))).status).toBe(404);
  });

  test("goes on with all other requests when it drains", async () => {
    const handler = createFetchHandler(new CountingRunner(), { allowAnyone: true });
    handler.drain();
    const put = { method: "PUT", headers: binary, body: identity.bytes as BodyInit };
    expect((await handler(new Request(`http://x/programs/${hash}`, put))).status).toBe(201);
  });
});

describe("the health of a server of Node", () => {
  test.each([
    ["HTTP/1.0 without a host", "GET /health HTTP/1.0\r\n\r\n"],
    ["a host that is not the server's", "GET /health HTTP/1.1\r\nHost: lutra\r\nConnection: close\r\n\r\n"],
    ["HEAD", "HEAD /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"],
    ["a page from elsewhere", "GET /health HTTP/1.1\r\nHost: x\r\nOrigin: http://y\r\nConnection: close\r\n\r\n"],
  ])("is told to %s", async (_, request) => {
    const listener = await listen(new CountingRunner(), refuseAll);
    atEnd(() => listener.close(0));
    const answer = await rawExchange(listener.port, [request]);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer.endsWith(request.startsWith("HEAD") ? "\r\n\r\n" : "\r\n\r\nready")).toBe(true);
  }); // prettier-ignore

  test("is told although as many requests are worked on as may be", async () => {
    const runner = new CountingRunner();
    const options = { allowAnyone: true, maxInFlight: 1 } as const;
    const { port, close } = await serve(runner, options);
    const put = { method: "PUT", headers: binary, body: identity.bytes };
    await nodeFetch(port, `/programs/${hash}`, put);
    const gate = createGate();
    runner.gate = gate.promise;
    const call = nodeFetch(port, `/programs/${hash}/execute`, {
      method: "POST",
      headers: binary,
      body: "x",
    });
    await until(() => runner.started === 1);
    expect((await nodeFetch(port, "/externals", {})).status).toBe(503);
    expect((await nodeFetch(port, "/health", {})).status).toBe(200);
    gate.open();
    expect((await call).text).toBe("x");
    await close();
  });
});

async function serve(
  runner: CountingRunner,
  options: Parameters<typeof listen>[1],
): Promise<{ port: number; close: () => Promise<void> }> {
  const listener = await listen(runner, options);
  atEnd(() => listener.close(0));
  return { port: listener.port, close: () => listener.close() };
}
