import { ShowcaseClient } from "@lutra-internal/fixtures/generated/showcase";
import { programFromBytes } from "@lutra/runner-core";
import { expect, inject, test } from "vitest";
import { fetchExchange, HttpClient } from "../../src/index.ts";
import { identity } from "../support/identity.ts";

test("a client calls a server of another origin, many times at once", async () => {
  const client = new HttpClient(inject("httpServer"));
  const prepared = await client.prepare(identity);
  const inputs = Array.from({ length: 32 }, (_, i) => new Uint8Array([i, 1, 2, 3, 4, 5, 6, 7]));
  expect(await Promise.all(inputs.map((input) => client.execute(prepared, input)))).toEqual(inputs);
  expect(await client.getExternals()).toContain("repr:bytecode-lt");
  await client.release(prepared);
  await client.shutdown();
});

test("errors of the server keep their codes", async () => {
  const client = new HttpClient(inject("httpServer"));
  const broken = await client.prepare(programFromBytes(new Uint8Array([2, 4, 0, 0, 0])));
  await expect(client.execute(broken, new Uint8Array())).rejects.toMatchObject({
    name: "RunnerError",
    code: "PREPARE_ERROR",
  });
  await client.shutdown();
});

test("a call that is aborted rejects with the reason", async () => {
  const client = new HttpClient(inject("httpServer"));
  const reason = new Error("enough");
  const signal = AbortSignal.abort(reason);
  await expect(client.prepare(identity, { signal })).rejects.toBe(reason);
  await client.shutdown();
});

test("the first call of a program that the server lists shows no failed request in the console", async () => {
  const statuses: number[] = [];
  const exchange = fetchExchange(async (url, init) => {
    const response = await fetch(url, init);
    statuses.push(response.status);
    return response;
  });
  const runner = new HttpClient(inject("listingHttpServer"), { exchange });
  const client = new ShowcaseClient(runner);
  const sale = { sold_on: 20_000, product_id: 7, units: 2, unit_price_cents: 450n };
  expect(await client.salesReport([sale])).toMatchObject([{ year: 2024, revenue_cents: 900n }]);
  expect(statuses.length).toBeGreaterThan(0);
  expect(statuses.filter((status) => status !== 200)).toEqual([]);
  await runner.shutdown();
});

test("a server that allows no pages is a coded error", async () => {
  const client = new HttpClient(inject("closedHttpServer"));
  await expect(
    client.prepare(identity).then((prepared) => client.execute(prepared, new Uint8Array(8))),
  ).rejects.toMatchObject({
    name: "RunnerError",
    code: expect.stringMatching(/^[A-Z_]+$/) as unknown,
  });
  await client.shutdown();
});
