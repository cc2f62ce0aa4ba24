import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createGate } from "@lutra-internal/testing";
import { afterEach, expect, test } from "vitest";
import { Cancellation, HttpClient } from "../../src/index.ts";
import { listen, nodeExchange } from "../../src/node.ts";
import { CountingRunner } from "../support/running.ts";

// What every exchange does is tested in exchange.test.ts.

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

test("64 connections are open at most, and further requests wait for one", async () => {
  let connections = 0;
  const gate = createGate();
  const server = createServer((_, response) => {
    void gate.promise.then(() => response.end());
  });
  server.on("connection", () => {
    if (++connections === 64) gate.open();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  using exchange = nodeExchange();
  cleanUps.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  const request = {
    method: "GET",
    url: `http://127.0.0.1:${port}/`,
    headers: {},
    body: undefined,
  } as const;
  const exchanges = Array.from({ length: 100 }, async () => {
    const reply = await exchange({ ...request, cancellation: new Cancellation() });
    await reply.readBody(0);
  });
  await Promise.all(exchanges);
  expect(connections).toBe(64);
});

test("a server without TLS is told from one that is not there", async () => {
  const listener = await listen(new CountingRunner(), { allowAnyone: true });
  const exchange = nodeExchange();
  cleanUps.push(
    () => listener.close(0),
    () => exchange.close(),
  );
  const client = new HttpClient(`https://${listener.address}`, { exchange });
  await expect(client.getExternals()).rejects.toMatchObject({
    code: "PROTOCOL_ERROR",
    message: `what answers at https://${listener.address} does not speak TLS: http:// is for servers without it`,
  });
});
