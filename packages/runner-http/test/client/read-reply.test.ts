import { runnerFailure } from "@lutra-internal/testing";
import { RunnerError } from "@lutra/runner-core";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createFetchHandler, fetchExchange, HttpClient, mediaType } from "../../src/index.ts";
import { CountingRunner, identity } from "../support/running.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

const binary = { "content-type": mediaType };
const html = { "content-type": "text/html; charset=utf-8" };

/** Executes against a server that answers every request alike, and returns the error. */
async function executed(make: () => Response, maxResponseBytes = 1000): Promise<RunnerError> {
  const exchange = fetchExchange(async () => make());
  const client = new HttpClient("http://runner.test", { exchange, maxResponseBytes });
  return await runnerFailure(client.execute(await client.prepare(identity), new Uint8Array()));
}

describe("a success that is none", () => {
  test.each([201, 202, 203, 206, 299])(
    "of status %i is not taken for an output",
    async (status) => {
      const error = await executed(() => new Response("part", { status, headers: binary }));
      expect(error.code).toBe("PROTOCOL_ERROR");
      expect(error.message).toBe(`expected status 200, got ${status} with ${mediaType}`);
    },
  );

  test.each([204, 205, 304])("of status %i without a body is named", async (status) => {
    const error = await executed(() => new Response(null, { status }));
    expect(error.message).toBe(`expected status 200, got ${status} with no content-type`);
  });

  test.each([301, 302, 303, 307, 308])("of status %i is a redirect", async (status) => {
    const error = await executed(() => new Response(null, { status, headers: { location: "/" } }));
    expect(error.message).toMatch(/redirects: use the URL/);
  });

  test("a web page is told as such", async () => {
    const error = await executed(() => new Response("<!doctype html>", { headers: html }));
    expect(error.message).toBe(
      `expected ${mediaType}, got text/html; charset=utf-8, a web page: check the URL`,
    );
  });

  test.each([
    [400, "PROTOCOL_ERROR", ", a web page: check the URL"],
    [401, "ACCESS_DENIED", ""],
    [403, "ACCESS_DENIED", ""],
    [404, "PROTOCOL_ERROR", ", a web page: check the URL"],
    [405, "PROTOCOL_ERROR", ", a web page: check the URL"],
    [408, "TIMEOUT", ""],
    [413, "FRAME_TOO_LARGE", ""],
    [429, "LIMIT_EXCEEDED", ""],
    [500, "PROTOCOL_ERROR", ""],
  ])(
    "a web page of status %i is told as such only at a wrong place",
    async (status, code, hint) => {
      const error = await executed(() => new Response("<html>", { status, headers: html }));
      expect(error).toMatchObject({ code, message: `HTTP status ${status}: "<html>"${hint}` });
    },
  );

  test("a web page in answer to an upload is told as such", async () => {
    let requests = 0;
    const error = await executed(() =>
      requests++ === 0
        ? Response.json({ display: "?", code: "PROGRAM_NOT_FOUND" }, { status: 404 })
        : new Response("<html>", { headers: html }),
    );
    expect(error.message).toMatch(/^expected status 201 or 204, got 200 .*check the URL$/);
    expect(requests).toBe(2);
  });
});

describe("an error", () => {
  test.each([60_000, 100_000, 500_000])("of %i characters keeps its code", async (length) => {
    const body = { display: "é".repeat(length), code: "MY_OWN" };
    const error = await executed(() => Response.json(body, { status: 422 }));
    expect(error).toMatchObject({ code: "MY_OWN", message: body.display });
  });

  test("of a runner keeps its code over HTTP, however long it is", async () => {
    const runner = new CountingRunner();
    runner.execute = () => Promise.reject(new RunnerError("x".repeat(3e6), { code: "MY_OWN" }));
    const handler = createFetchHandler(runner, { allowAnyone: true });
    const exchange = fetchExchange((url, init) => handler(new Request(url, init)));
    const client = new HttpClient("http://runner.test", { exchange, maxResponseBytes: 10 });
    const prepared = await client.prepare(identity);
    const error = await runnerFailure(client.execute(prepared, new Uint8Array()));
    expect(error.code).toBe("MY_OWN");
    expect(error.message).toMatch(/^xxx/);
  });

  test.each([
    { display: { toString: 1, valueOf: 1 } },
    { display: null },
    [],
    null,
    { display: 5 },
  ])("whose text is no text goes by its status: %j", async (body) => {
    const error = await executed(() => Response.json(body, { status: 504 }));
    expect(error.code).toBe("TIMEOUT");
    expect(error.message).toMatch(/^HTTP status 504/);
  });

  test("that only looks like a missing program uploads and repeats nothing", async () => {
    let requests = 0;
    const error = await executed(() => {
      requests++;
      return Response.json({ display: "mine", code: "PROGRAM_NOT_FOUND" }, { status: 422 });
    });
    expect(error.code).toBe("PROGRAM_NOT_FOUND");
    expect(requests).toBe(1);
  });
});

describe("no answer in a page", () => {
  const errorIn = async (page: string | undefined): Promise<string> => {
    if (page !== undefined) vi.stubGlobal("location", { origin: page, href: page });
    const exchange = fetchExchange(() => Promise.reject(new TypeError("Failed to fetch")));
    const client = new HttpClient("https://api.example/lutra", { exchange });
    return (await runnerFailure(client.getExternals())).message;
  };

  test("may be CORS, and the error names the option", async () => {
    expect(await errorIn("https://app.example")).toMatch(
      /may .*refuse pages of https:\/\/app\.example: .*`origins` .*--origins/,
    );
  });

  test.each(["https://api.example", undefined])("is not CORS for %s", async (page) => {
    expect(await errorIn(page)).toBe("no answer from https://api.example/lutra: Failed to fetch");
  });
});
