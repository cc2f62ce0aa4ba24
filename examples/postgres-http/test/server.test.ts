import { PGlite } from "@electric-sql/pglite";
import { createDataFolder } from "@lutra-internal/testing/pglite";
import { showcase } from "@lutra-internal/fixtures";
import { codecsFor } from "@lutra/bin/program";
import { programFromBytes } from "@lutra/runner-core";
import { HttpClient } from "@lutra/runner-http";
import { type HttpListener, listen } from "@lutra/runner-http/node";
import type { PostgresRunner } from "@lutra/runner-postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ShopClient } from "../../browser-page/src/shop.lutra.ts";
import { access } from "../src/access.ts";
import { embeddedRunner } from "../src/database.ts";
import { startBalancer } from "./balancer.ts";

let runner: PostgresRunner;
let server: HttpListener;
let removeData: () => Promise<void>;

beforeAll(async () => {
  const { folder, remove } = await createDataFolder();
  removeData = remove;
  runner = await embeddedRunner(await PGlite.create(folder));
  server = await listen(runner, access);
});

afterAll(async () => {
  await server.close();
  await runner.shutdown();
  await removeData();
});

const topCustomers = showcase("sql-tables/top-customers");
const archiveOrders = showcase("sql-tables/archive-orders");

async function execute(at: string, { sqlPostgres, programType, input }: typeof topCustomers) {
  const client = new HttpClient(`http://${at}`);
  const prepared = await client.prepare(programFromBytes(sqlPostgres ?? new Uint8Array()));
  return codecsFor(programType).output.decode(await client.execute(prepared, input));
}

const expected = codecsFor(topCustomers.programType).output.decode(topCustomers.expected);

test("anyone may run the program on the list", async () => {
  expect(await execute(server.address, topCustomers)).toEqual(expected);
});

test("the page's client has the hash of the program only", async () => {
  await using client = new HttpClient(`http://${server.address}`);
  await using shop = new ShopClient(client);
  const rows = await shop.topCustomers(20_120, 3n);
  expect(rows).toEqual(expected);
});

test("a program that is not on the list never reaches the database", async () => {
  await expect(execute(server.address, archiveOrders)).rejects.toMatchObject({
    code: "ACCESS_DENIED",
  });
});

test.each([
  ["http://127.0.0.1:8081", 200],
  ["https://elsewhere.example", 403],
])("a page of %s gets the status %i", async (origin, status) => {
  const response = await fetch(`http://${server.address}/externals`, { headers: { origin } });
  expect(response.status).toBe(status);
  expect(response.headers.get("access-control-allow-origin")).toBe(status === 200 ? origin : null);
});

test("replicas that take turns answer together what none of them has seen before", async () => {
  await using first = await listen(runner, access);
  await using second = await listen(runner, access);
  await using third = await listen(runner, access);
  await using balancer = await startBalancer([first.port, second.port, third.port]);
  const calls = Array.from({ length: 20 }, () => execute(balancer.address, topCustomers));
  expect(await Promise.all(calls)).toEqual(Array.from(calls, () => expected));
  expect(balancer.requestsPerReplica.every((requests) => requests >= 6)).toBe(true);
});

test("a replica that goes away and comes back has forgotten the program, and nobody notices", async () => {
  const first = await listen(runner, access);
  await using second = await listen(runner, access);
  await using balancer = await startBalancer([first.port, second.port]);
  expect(await execute(balancer.address, topCustomers)).toEqual(expected);
  await first.close();
  await using _again = await listen(runner, { ...access, port: first.port });
  for (let i = 0; i < 4; i++)
    expect(await execute(balancer.address, topCustomers)).toEqual(expected);
});
