import { constants, createSecureServer } from "node:http2";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { createGate, runnerFailure, until } from "@lutra-internal/testing";
import { Agent } from "undici";
import { afterEach, describe, expect, test, vi } from "vitest";
import { pause, retryDelay } from "../../src/client/retry.ts";
import {
  Cancellation,
  type ExchangeReply,
  HttpClient,
  type HttpClientOptions,
  type HttpExchange,
  LostCallError,
  mediaType,
} from "../../src/index.ts";
import { dispatcherExchange, listen } from "../../src/node.ts";
import { certificate } from "../support/certificate.ts";
import { atEnd, cleanUp, exchanges, serveHttp, serveTcp } from "../support/exchanges.ts";
import { CountingRunner, identity } from "../support/running.ts";

afterEach(cleanUp);

const input = new Uint8Array([1, 2, 3]);

/** Calls back after each request, before the client hears how it went. */
function watched(
  exchange: HttpExchange,
  onDone: (reply: ExchangeReply | undefined) => unknown,
): HttpExchange {
  return async (request) => {
    try {
      const reply = await exchange(request);
      await onDone(reply);
      return reply;
    } catch (error) {
      await onDone(undefined);
      throw error;
    }
  };
}

/** Returns a port at which no one listens. */
async function unusedPort(): Promise<number> {
  const listener = await listen(new CountingRunner(), { allowAnyone: true });
  await listener.close();
  return listener.port;
}

test.each([
  ["did not run", { mayHaveRun: false }, false, 0],
  [
    "did not run, of a server that asks to wait",
    { mayHaveRun: false, retryAfterMs: 5000 },
    false,
    5000,
  ],
  ["may have run, and is idempotent", { mayHaveRun: true }, true, 0],
  ["may have run, and is not idempotent", { mayHaveRun: true }, false, undefined],
  ["took too long", { mayHaveRun: false, code: "TIMEOUT" }, true, undefined],
] as const)(
  "a call that %s is repeated after what the server asks for and a pause, or never",
  (_, options, isIdempotent, atLeast) => {
    const error = new LostCallError("lost", { code: "CONNECTION_CLOSED", ...options });
    for (const retries of [0, 1, 2]) {
      const delay = retryDelay(error, retries, isIdempotent);
      const pauseMs = atLeast === undefined || delay === undefined ? undefined : delay - atLeast;
      const isInRange =
        pauseMs !== undefined && pauseMs >= 50 * 2 ** retries && pauseMs <= 100 * 2 ** retries;
      expect([delay === undefined, isInRange]).toEqual([
        atLeast === undefined,
        atLeast !== undefined,
      ]);
    }
  },
);

test("a call that failed otherwise is not repeated", () => {
  expect(retryDelay(new Error("lost"), 0, true)).toBeUndefined();
});

describe.each(Object.entries(exchanges))("%s", (_, makeExchange) => {
  const clientOf = (port: number, options: HttpClientOptions = {}): HttpClient => {
    const client = new HttpClient(`http://127.0.0.1:${port}`, {
      exchange: makeExchange(),
      ...options,
    });
    atEnd(() => client.shutdown());
    return client;
  };

  test("calls again after refused connections, until there is a server", async () => {
    const port = await unusedPort();
    const runner = new CountingRunner();
    let refusals = 0;
    const exchange = watched(makeExchange(), async (reply) => {
      if (reply !== undefined || ++refusals < 3) return;
      const listener = await listen(runner, { allowAnyone: true, port });
      atEnd(() => listener.close(0));
    });
    const client = clientOf(port, { exchange });
    expect(await client.execute(await client.prepare(identity), input)).toEqual(input);
    expect([refusals, runner.started]).toEqual([3, 1]);
  });

  test("gives up after as many refusals as it is told, and says that nothing ran", async () => {
    const port = await unusedPort();
    for (const maxRetries of [0, 2]) {
      let requests = 0;
      const exchange = watched(makeExchange(), () => requests++);
      const client = clientOf(port, { exchange, maxRetries });
      const error = await runnerFailure(client.execute(await client.prepare(identity), input));
      expect(error).toMatchObject({ code: "CONNECTION_CLOSED", mayHaveRun: false });
      expect(error.message).toMatch(/; the program did not run$/);
      expect(requests).toBe(1 + maxRetries);
    }
  });

  test("calls a server that had too much to do again when it says", async () => {
    const runner = new CountingRunner();
    const options = { allowAnyone: true, maxInFlight: 1 } as const;
    const listener = await listen(runner, options);
    atEnd(() => listener.close(0));
    const gate = createGate();
    const refusals: (string | undefined)[] = [];
    const exchange = watched(makeExchange(), (reply) => {
      if (reply?.status !== 503) return;
      refusals.push(reply.retryAfter);
      gate.open();
    });
    const client = clientOf(listener.port, { exchange });
    const prepared = await client.prepare(identity);
    await client.execute(prepared, input);
    runner.gate = gate.promise;
    const first = client.execute(prepared, input);
    await until(() => runner.started === 2);
    const second = client.execute(prepared, input);
    expect(await Promise.all([first, second])).toEqual([input, input]);
    expect(refusals).toEqual(["1"]);
    expect(runner.started).toBe(3);
  });

  const twice = (line: string): readonly string[] => [line, line];
  const page = (status: string, more = ""): string =>
    `HTTP/1.1 ${status}\r\n${more}Content-Length: 4\r\nConnection: close\r\n\r\npage`;
  const json = (status: string, body: object, more = ""): string => {
    const text = JSON.stringify(body);
    return `HTTP/1.1 ${status}\r\n${more}Content-Length: ${text.length}\r\nConnection: close\r\n\r\n${text}`;
  };
  const retryAfter = "Retry-After: 1\r\n";

  test.each<readonly [string, string, boolean | undefined, number]>([
    ["a connection that ends without an answer", "", true, 3],
    ["an answer that is cut off", `HTTP/1.1 200 OK\r\nContent-Type: ${mediaType}\r\nContent-Length: 9\r\n\r\nabc`, true, 3],
    ["a balancer's 502", page("502 Bad Gateway"), true, 3],
    ["a balancer's 503", page("503 Service Unavailable", retryAfter), true, 3],
    ["a 503 that does not say when to call again", json("503 Busy", { display: "busy" }), true, 3],
    ["a balancer's 504", page("504 Gateway Timeout"), true, 1],
    ["a runner's own 503", json("503 Gone", { display: "gone", code: "CONNECTION_CLOSED" }, retryAfter), undefined, 1],
    ["a runner's own code with 503", json("503 Odd", { display: "odd", code: "ODD" }, retryAfter), undefined, 1],
    ["a refusal of another status", json("429 Later", { display: "later" }, retryAfter), undefined, 1],
  ])("repeats nothing by itself after %s", async (_name, answer, mayHaveRun, idempotentRequests) => {
    let requests = 0;
    const port = await serveTcp((socket) => {
      socket.once("data", () => {
        requests++;
        socket.end(answer, "latin1");
      });
    });
    const client = clientOf(port, { maxRetries: 2 });
    const prepared = await client.prepare(identity);
    const error = await runnerFailure(client.execute(prepared, input));
    expect(requests).toBe(1);
    expect(error instanceof LostCallError ? error.mayHaveRun : undefined).toBe(mayHaveRun);
    expect(error.message.endsWith("; the program may have run")).toBe(mayHaveRun === true);
    requests = 0;
    await runnerFailure(client.execute(prepared, input, { idempotent: true }));
    expect(requests).toBe(idempotentRequests);
    requests = 0;
    const marked = await client.prepare(identity, { idempotent: true });
    await runnerFailure(client.execute(marked, input));
    expect(requests).toBe(idempotentRequests);
    requests = 0;
    await runnerFailure(client.execute(marked, input, { idempotent: false }));
    expect(requests).toBe(1);
  }); // prettier-ignore

  test("repeats uploads and questions, which execute nothing", async () => {
    const seen: string[] = [];
    const port = await serveHttp((request, response) => {
      request.resume();
      seen.push(`${request.method} ${request.url?.replace(/[0-9a-f]{64}/, "HASH")}`);
      if (request.method !== "POST") return request.socket.destroy();
      response.writeHead(404).end(JSON.stringify({ display: "?", code: "PROGRAM_NOT_FOUND" }));
    });
    const client = clientOf(port, { maxRetries: 1 });
    const error = await runnerFailure(client.execute(await client.prepare(identity), input));
    expect(error).toMatchObject({ code: "CONNECTION_CLOSED", mayHaveRun: false });
    expect(error.message).toMatch(/; the program did not run$/);
    expect(seen).toEqual(["POST /programs/HASH/execute", ...twice("PUT /programs/HASH")]);
    seen.length = 0;
    const question = await runnerFailure(client.getExternals());
    expect(question.message).not.toContain("the program");
    expect(seen).toEqual(twice("GET /externals"));
  });

  test("does not take a server that has answered for one of the binary protocol", async () => {
    let isUp = true;
    const port = await serveHttp((request, response) => {
      if (isUp) response.writeHead(200, { "content-type": "application/json" }).end("[]");
      else request.socket.destroy();
    });
    const client = clientOf(port, { maxRetries: 0 });
    await client.getExternals();
    isUp = false;
    const error = await runnerFailure(client.execute(await client.prepare(identity), input));
    expect(error.message).not.toContain("binary");
  });

  test.each(["abort", "shutdown"])("stops to wait at an %s", async (how) => {
    const refused = createGate();
    const exchange = watched(makeExchange(), () => refused.open());
    const client = clientOf(await unusedPort(), { exchange });
    const controller = new AbortController();
    const prepared = await client.prepare(identity);
    const call = client.execute(prepared, input, { signal: controller.signal });
    call.catch(() => {});
    await refused.promise;
    if (how === "abort") controller.abort(new Error("enough"));
    else await client.shutdown();
    await expect(call).rejects.toThrow(how === "abort" ? /^enough$/ : /^the client was shut down$/);
  });
});

test("a stream of HTTP/2 that is refused is sent again, and one that is reset is not", async () => {
  for (const [reset, requests] of [
    [constants.NGHTTP2_REFUSED_STREAM, 3],
    [constants.NGHTTP2_INTERNAL_ERROR, 1],
  ] as const) {
    let streams = 0;
    const server = createSecureServer(certificate);
    server.on("stream", (stream) => {
      streams++;
      stream.on("error", () => {});
      stream.close(reset);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const agent = new Agent({ allowH2: true, connect: { ca: certificate.cert } });
    const exchange = dispatcherExchange(agent);
    const client = new HttpClient(`https://localhost:${port}`, { exchange, maxRetries: 2 });
    const error = await runnerFailure(client.execute(await client.prepare(identity), input));
    expect(error).toMatchObject({ code: "CONNECTION_CLOSED", mayHaveRun: requests === 1 });
    expect(streams).toBe(requests);
    await agent.destroy();
    server.close();
  }
});

test("a wait that is longer than a platform's timer goes on, until it is cancelled", async () => {
  const timers = (): number =>
    process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  const before = timers();
  const cancellation = new Cancellation();
  const settled = vi.fn<(outcome: unknown) => void>();
  const waiting = pause(100 * 2 ** 40, cancellation).then(settled, settled);
  // A timer of the platform would fire after 1 ms.
  await delay(20);
  expect(settled).not.toHaveBeenCalled();
  const reason = new Error("enough");
  cancellation.cancel(reason);
  await waiting;
  expect(settled).toHaveBeenCalledExactlyOnceWith(reason);
  await until(() => timers() <= before);
});
