import { abortAtEachTurn, runnerFailure, until } from "@lutra-internal/testing";
import { showcase, showcaseNames } from "@lutra-internal/fixtures";
import { codecsFor } from "@lutra/bin/program";
import { programFromBytes, typedProgram } from "@lutra/runner-core";
import { describe, expect, test } from "vitest";
import {
  createFetchHandler,
  fetchExchange,
  HttpClient,
  type HttpExchange,
  mediaType,
} from "../../src/index.ts";
import { CountingRunner, identity, interpreter, variantOf } from "../support/running.ts";

/** Returns a client that reaches a handler without a network in between. */
function clientOf(
  handler: (request: Request) => Promise<Response>,
  options: ConstructorParameters<typeof HttpClient>[1] = {},
): HttpClient {
  return new HttpClient("http://runner.test/base", {
    exchange: fetchExchange((url, init) => handler(new Request(url, init))),
    ...options,
  });
}

/** Returns a client whose server answers every request with the same response. */
const clientOfResponse = (make: () => Response): HttpClient => clientOf(async () => make());

describe("a client and a handler", () => {
  test.each(showcaseNames())("run %s", async (name) => {
    const { bytecodeLt, programType, input, expected } = showcase(name);
    if (bytecodeLt === undefined) throw new Error(`${name} has no bytecode`);
    const { input: inputCodec, output } = codecsFor(programType);
    await using runner = interpreter();
    const handler = createFetchHandler(runner, { allowAnyone: true, basePath: "/base" });
    await using client = clientOf(handler);
    const program = typedProgram(programFromBytes(bytecodeLt), inputCodec, output);
    const result = await client.run(program, inputCodec.decode(input));
    expect(output.encode(result)).toEqual(expected);
    await handler.close();
  });

  test("upload a program once, however many calls need it", async () => {
    const runner = new CountingRunner();
    const requests: string[] = [];
    const handler = createFetchHandler(runner, { allowAnyone: true, basePath: "/base" });
    const client = clientOf((request) => {
      requests.push(request.method);
      return handler(request);
    });
    const prepared = await client.prepare(identity);
    await Promise.all(
      Array.from({ length: 20 }, () => client.execute(prepared, new Uint8Array(3))),
    );
    expect(requests.filter((method) => method === "PUT")).toHaveLength(1);
    expect(runner.prepared).toBe(1);
    requests.length = 0;
    await client.execute(prepared, new Uint8Array(3));
    expect(requests).toEqual(["POST"]);
  });

  test("refuse a released program without a request, although the server may still have it", async () => {
    let requests = 0;
    const handler = createFetchHandler(new CountingRunner(), {
      allowAnyone: true,
      basePath: "/base",
    });
    await using client = clientOf((request) => {
      requests++;
      return handler(request);
    });
    const prepared = await client.prepare(identity);
    await client.execute(prepared, new Uint8Array(3));
    await client.release(prepared);
    requests = 0;
    const error = await runnerFailure(client.execute(prepared, new Uint8Array(3)));
    expect(error.code).toBe("PROGRAM_NOT_FOUND");
    expect(requests).toBe(0);
  });

  test("make no more requests at a time than the server works on, and the rest in their order", async () => {
    const runner = new CountingRunner();
    const handler = createFetchHandler(runner, { allowAnyone: true, basePath: "/base" });
    await using client = clientOf(handler);
    const prepared = await client.prepare(identity);
    const order: number[] = [];
    const calls = Array.from({ length: 200 }, async (_, i) => {
      expect(await client.execute(prepared, new Uint8Array([i]))).toEqual(new Uint8Array([i]));
      order.push(i);
    });
    await Promise.all(calls);
    expect(runner.started).toBe(200);
    expect(order).toEqual([...order.keys()]);
  });

  test("a call that waits for its turn ends with its signal, or with the client, and sends nothing", async () => {
    const runner = new CountingRunner();
    let open = (): void => {};
    runner.gate = new Promise((resolve) => (open = resolve));
    const handler = createFetchHandler(runner, { allowAnyone: true, basePath: "/base" });
    const client = clientOf(handler, { maxInFlight: 1 });
    const prepared = await client.prepare(identity);
    const input = new Uint8Array([1]);
    const first = client.execute(prepared, input);
    await until(() => runner.started === 1);
    const controller = new AbortController();
    const second = client.execute(prepared, input, { signal: controller.signal });
    const third = client.execute(prepared, input);
    const reason = new Error("given up");
    controller.abort(reason);
    await expect(second).rejects.toBe(reason);
    open();
    expect(await first).toEqual(input);
    expect(await third).toEqual(input);
    expect(runner.started).toBe(2);

    runner.gate = new Promise(() => {});
    const running = runnerFailure(client.execute(prepared, input));
    await until(() => runner.started === 3);
    const waiting = runnerFailure(client.execute(prepared, input));
    await client.shutdown();
    expect((await running).code).toBe("CONNECTION_CLOSED");
    expect((await waiting).code).toBe("CONNECTION_CLOSED");
    expect(runner.started).toBe(3);
  });

  test("recover when a replica has forgotten the program", async () => {
    const handlers = [0, 1].map(() =>
      createFetchHandler(new CountingRunner(), { allowAnyone: true, basePath: "/base" }),
    );
    let turn = 0;
    const client = clientOf((request) => {
      // Every second execute reaches the other replica; an upload reaches the one that asked for it.
      if (request.method === "POST") turn++;
      return (handlers[(turn >> 1) & 1] as (typeof handlers)[number])(request);
    });
    const prepared = await client.prepare(identity);
    for (let i = 0; i < 10; i++) {
      expect(await client.execute(prepared, new Uint8Array([i]))).toEqual(new Uint8Array([i]));
    }
  });

  test("reach any of many replicas that are chosen by chance, with four requests at most", async () => {
    const handlers = Array.from({ length: 50 }, () =>
      createFetchHandler(new CountingRunner(), { allowAnyone: true, basePath: "/base" }),
    );
    let requests = 0;
    // Never the same replica twice: the worst that chance can do.
    const client = clientOf((request) =>
      (handlers[requests++] as (typeof handlers)[number])(request),
    );
    const prepared = await client.prepare(identity);
    for (let i = 1; i <= 10; i++) {
      expect(await client.execute(prepared, new Uint8Array([i]))).toEqual(new Uint8Array([i]));
      expect(requests).toBe(4 * i);
    }
  });

  test.each([2, 3, 4, 8, 16])(
    "reach %i replicas that take turns, request by request",
    async (n) => {
      const handlers = Array.from({ length: n }, () =>
        createFetchHandler(new CountingRunner(), { allowAnyone: true, basePath: "/base" }),
      );
      let turn = 0;
      const client = clientOf((request) =>
        (handlers[turn++ % n] as (typeof handlers)[number])(request),
      );
      const prepared = await client.prepare(identity);
      for (let i = 0; i < 2 * n; i++) {
        expect(await client.execute(prepared, new Uint8Array([i]))).toEqual(new Uint8Array([i]));
      }
    },
  );

  test("ask for interface and externals", async () => {
    const handler = createFetchHandler(interpreter(), { allowAnyone: true, basePath: "/base" });
    const client = clientOf(handler);
    expect(await client.getInterface()).toBe("");
    expect(await client.getExternals()).toEqual(["repr:bytecode-lt", "std::fs"]);
  });

  test("carry headers, made anew for each request", async () => {
    let n = 0;
    const handler = createFetchHandler(interpreter(), {
      basePath: "/base",
      authorize: (request) => request.headers.get("authorization") === `Bearer ${n}`,
    });
    const client = clientOf(handler, { headers: () => ({ authorization: `Bearer ${++n}` }) });
    await client.getExternals();
    await client.getExternals();
    expect(n).toBe(2);
    const stranger = clientOf(handler);
    expect(await runnerFailure(stranger.getExternals())).toMatchObject({ code: "ACCESS_DENIED" });
  });

  test("tell a program's errors with their code", async () => {
    const handler = createFetchHandler(interpreter(), { allowAnyone: true, basePath: "/base" });
    const client = clientOf(handler);
    const sql = programFromBytes(new Uint8Array([0, 4, 0, 0, 0]));
    const error = await runnerFailure(client.execute(await client.prepare(sql), new Uint8Array()));
    expect(error).toMatchObject({ code: "PREPARE_ERROR" });
    expect(error.message).toContain("given sql-pg");
  });
});

describe("a server that is none of ours", () => {
  test.each<readonly [string, () => Response, string, RegExp]>([
    ["a page from a proxy", () => new Response("<html>Bad gateway", { status: 502 }), "CONNECTION_CLOSED", /502.*<html>/],
    ["a page instead of a value", () => new Response("hello", { headers: { "content-type": "text/html" } }), "PROTOCOL_ERROR", /application\/lutra.*text\/html/],
    ["an answer above the limit", () => new Response(new Uint8Array(2000), { headers: { "content-type": mediaType } }), "FRAME_TOO_LARGE", /maxResponseBytes/],
    ["a redirect", () => new Response(null, { status: 307, headers: { location: "/" } }), "PROTOCOL_ERROR", /redirects/],
    ["a gateway that wants a password", () => new Response("", { status: 401 }), "ACCESS_DENIED", /401/],
    ["an error that is no JSON", () => new Response("{", { status: 500 }), "PROTOCOL_ERROR", /500/],
    ["an error with an unknown code", () => Response.json({ display: "no", code: "ODD" }, { status: 400 }), "ODD", /^no$/],
    ["a program that stays unknown", () => Response.json({ display: "?", code: "PROGRAM_NOT_FOUND" }, { status: 404 }), "PROGRAM_NOT_FOUND", /\?/],
  ])("%s", async (_, make, code, message) => {
    const client = new HttpClient("http://runner.test", { exchange: fetchExchange(async () => make()), maxResponseBytes: 1000 });
    const error = await runnerFailure(client.execute(await client.prepare(identity), new Uint8Array()));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  }); // prettier-ignore

  test("externals that are no list of texts are refused", async () => {
    const client = clientOfResponse(() => Response.json({ a: 1 }));
    expect(await runnerFailure(client.getExternals())).toMatchObject({ code: "PROTOCOL_ERROR" });
  });

  test("nobody there is a closed connection", async () => {
    const client = new HttpClient("http://127.0.0.1:9");
    expect(await runnerFailure(client.getExternals())).toMatchObject({ code: "CONNECTION_CLOSED" });
  });
});

describe("giving up", () => {
  const silent = (): HttpClient =>
    new HttpClient("http://runner.test", {
      exchange: ({ cancellation }) =>
        new Promise((_resolve, reject) => {
          cancellation.onCancel = reject;
        }),
    });

  test("an abort rejects with its reason, unchanged", async () => {
    const client = silent();
    const reason = { why: "tired" };
    const controller = new AbortController();
    const prepared = await client.prepare(identity);
    const call = client.execute(prepared, new Uint8Array(), { signal: controller.signal });
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);
    await expect(
      client.execute(prepared, new Uint8Array(), { signal: controller.signal }),
    ).rejects.toBe(reason);
  });

  test("shutdown ends the calls in flight and refuses later ones", async () => {
    const client = silent();
    const call = runnerFailure(client.getExternals());
    await client.shutdown();
    expect(await call).toMatchObject({ code: "CONNECTION_CLOSED" });
    expect(await runnerFailure(client.getExternals())).toMatchObject({ code: "CONNECTION_CLOSED" });
  });

  test.each([201, 422])("at any time ends the call alone, if uploads get %i", async (uploaded) => {
    const error = { display: "unknown", code: "PROGRAM_NOT_FOUND" };
    const statuses: Readonly<Record<string, number>> = { PUT: uploaded, execute: 404, run: 200 };
    const client = new HttpClient("http://runner.test", {
      // Answers without a turn of the event loop, so that an abort can come at any time.
      exchange: async ({ method, url }) => {
        const status = statuses[method] ?? statuses[/\w+$/.exec(url)![0]]!;
        const body = status === 200 ? "" : JSON.stringify(error);
        return { status, contentType: mediaType, readBody: () => new TextEncoder().encode(body) };
      },
    });
    const prepared = await client.prepare(identity);
    const aborted = await abortAtEachTurn((signal) =>
      client.execute(prepared, new Uint8Array(3), { signal }),
    );
    expect(aborted).toBeGreaterThan(20);
  });

  test("one caller's abort does not end the upload that another waits for", async () => {
    const runner = new CountingRunner();
    const handler = createFetchHandler(runner, { allowAnyone: true, basePath: "/base" });
    const client = clientOf(handler);
    const prepared = await client.prepare(variantOf(identity, 7));
    const controller = new AbortController();
    const first = client.execute(prepared, new Uint8Array(), { signal: controller.signal });
    const second = client.execute(prepared, new Uint8Array([1]));
    controller.abort(new Error("enough"));
    await expect(first).rejects.toThrow("enough");
    expect(await second).toEqual(new Uint8Array([1]));
  });
});

describe("limits that are not given", () => {
  test("let 64 requests be under way", async () => {
    let requests = 0;
    const client = new HttpClient("http://runner.test", {
      exchange: () => (requests++, new Promise(() => {})),
    });
    for (let i = 0; i < 100; i++) void client.getExternals();
    await new Promise((resolve) => setTimeout(resolve));
    expect(requests).toBe(64);
  });

  test("let a request be repeated three times", async () => {
    let requests = 0;
    const refused = Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
    const client = new HttpClient("http://runner.test", {
      exchange: () => (requests++, Promise.reject(refused)),
    });
    await runnerFailure(client.getExternals());
    expect(requests).toBe(4);
  });

  test.each([
    [200, undefined, 33_554_432],
    [200, 10, 10],
    [422, 10, 1_048_576],
    [422, 2_000_000, 2_000_000],
  ])(
    "an answer of %i to a client that takes %s bytes may have %i",
    async (status, maxResponseBytes, most) => {
      const asked: number[] = [];
      const readBody = (maxBytes: number): Uint8Array => {
        asked.push(maxBytes);
        return new TextEncoder().encode("[]");
      };
      const exchange: HttpExchange = async () => {
        return { status, contentType: "application/json", readBody };
      };
      const client = new HttpClient("http://runner.test", { exchange, maxResponseBytes });
      await client.getExternals().catch(() => {});
      expect(asked).toEqual([most]);
    },
  );
});

test("only http and https are taken", () => {
  expect(() => new HttpClient("ftp://runner.test")).toThrow(TypeError);
});
