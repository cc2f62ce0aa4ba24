import { checkNumericOption, EchoRunner, type NumericOption } from "@lutra-internal/testing";
import { describe, expect, test } from "vitest";
import { createFetchHandler, HttpClient, HttpServer, mediaType, sha256 } from "../../src/index.ts";
import { createNodeHandler, listen, nodeExchange } from "../../src/node.ts";
import { identity } from "../support/running.ts";

const runner = new EchoRunner();
const anyone = { allowAnyone: true } as const;

const counts = ["maxBodyBytes", "maxInFlight", "maxPrograms", "maxProgramBytes"];
const times = ["authorizeTimeoutMs", "bodyTimeoutMs", "callTimeoutMs"];
const ofServers: readonly Omit<NumericOption, "use">[] = [
  ...counts.map((name) => ({ name, accepts: [2 ** 31] })),
  ...times.map((name) => ({ name, accepts: [2 ** 31, Infinity] })),
];

describe.each(ofServers)("$name of a server", ({ name, accepts }) => {
  test.each<readonly [string, NumericOption["use"]]>([
    ["HttpServer", (value) => new HttpServer(runner, { ...anyone, [name]: value })],
    ["createFetchHandler", (value) => createFetchHandler(runner, { ...anyone, [name]: value })],
    ["createNodeHandler", (value) => createNodeHandler(runner, { ...anyone, [name]: value })],
    ["listen", async (value) => (await listen(runner, { ...anyone, [name]: value })).close()],
  ])("is in range, or refused by name, in %s", async (_, use) => {
    await expect(checkNumericOption({ name, accepts, use })).resolves.toBe(undefined);
  });
});

const drainTimes = ["ms", "idleMs", "graceMs"].map((name): NumericOption => ({
  name,
  accepts: [0, 0.5, 2 ** 31, Infinity],
  use: async (value) => {
    const listener = await listen(runner, anyone);
    try {
      const drained = listener.drain({ [name]: value });
      await Promise.all([drained, listener.close(0)]);
    } finally {
      await listener.close(0);
    }
  },
}));

const others: readonly NumericOption[] = [
  ...drainTimes,
  {
    name: "maxConnections",
    accepts: [2 ** 31],
    use: async (maxConnections) => (await listen(runner, { ...anyone, maxConnections })).close(),
  },
  {
    name: "headersTimeoutMs",
    accepts: [2 ** 31, Infinity],
    use: async (headersTimeoutMs) =>
      (await listen(runner, { ...anyone, headersTimeoutMs })).close(),
  },
  {
    name: "graceMs",
    accepts: [0, 0.5, 2 ** 31, Infinity],
    use: async (graceMs) => {
      const listener = await listen(runner, anyone);
      try {
        await listener.close(graceMs);
      } finally {
        await listener.close();
      }
    },
  },
  {
    name: "maxConnections",
    accepts: [2 ** 31],
    use: (maxConnections) => nodeExchange({ maxConnections }).close(),
  },
  ...["maxInFlight", "maxResponseBytes"].map((name) => ({
    name,
    accepts: [2 ** 31],
    use: (value: number) => new HttpClient("http://runner.test", { [name]: value }),
  })),
];

test.each(others)("$name is in range, or refused by name", async (option) => {
  await expect(checkNumericOption(option)).resolves.toBe(undefined);
});

test.each([Infinity, 3e9])("a call that may take %s ms is not over at once", async (ms) => {
  const handler = createFetchHandler(runner, {
    authorize: () => new Promise((decide) => setTimeout(decide, 5, true)),
    authorizeTimeoutMs: ms,
    bodyTimeoutMs: ms,
    callTimeoutMs: ms,
  });
  const request = new Request(`http://localhost/programs/${await sha256(identity.bytes)}`, {
    method: "PUT",
    headers: { "content-type": mediaType },
    body: identity.bytes as BodyInit,
  });
  expect((await handler(request)).status).toBe(201);
});

test("a listener that closes without end waits for its calls", async () => {
  const slow = new EchoRunner();
  const execute = slow.execute.bind(slow);
  let closed: Promise<void> | undefined;
  const listener = await listen(slow, anyone);
  slow.execute = async (...args) => {
    closed = listener.close(Infinity);
    await new Promise((resolve) => setTimeout(resolve, 40));
    return await execute(...args);
  };
  await using client = new HttpClient(`http://${listener.address}`);
  const prepared = await client.prepare(identity);
  const input = new Uint8Array([1, 2]);
  expect(await client.execute(prepared, input)).toEqual(input);
  await closed;
});

describe("options of access", () => {
  test.each<readonly [string, object, string]>([
    ["hosts", { hosts: "a.example" }, 'hosts: expected a list, got the string "a.example"'],
    ["origins", { origins: "https://a" }, 'origins: expected a list, got the string "https://a"'],
    ["authorize", { authorize: true }, "authorize: expected a function, got boolean"],
  ])("%s of another kind is refused", (_, options, message) => {
    expect(() => new HttpServer(runner, { ...anyone, ...options })).toThrow(new TypeError(message));
  });
});

test("a server takes no synchronous runner, and not none", () => {
  for (const wrong of [undefined, { prepareSync: () => {}, executeSync: () => {} }]) {
    const create = (): unknown => new HttpServer(wrong as never, anyone);
    expect(create).toThrow(/^expected a runner with `prepare`/);
  }
});

test("a client takes no bytes for a program, and no handle of others", async () => {
  const client = new HttpClient("http://runner.test");
  const prepared = client.prepare(identity.bytes as never);
  await expect(prepared).rejects.toThrow(/^expected a program, as programFromBytes/);
  const output = client.execute({} as never, new Uint8Array());
  await expect(output).rejects.toMatchObject({ code: "PROGRAM_NOT_FOUND" });
});
