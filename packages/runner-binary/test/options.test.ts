import {
  checkNumericOption,
  durations,
  EchoRunner,
  type NumericOption,
} from "@lutra-internal/testing";
import { describe, expect, test } from "vitest";
import { BinaryClient, serveBinary } from "../src/index.ts";
import { checkedClientOptions } from "../src/client-options.ts";
import { connect, listen } from "../src/node.ts";
import { defaultTotalProgramBytes } from "../src/node/listen.ts";
import { checkedServerOptions } from "../src/server-options.ts";
import { memoryPair } from "./support/memory-stream.ts";

const runner = new EchoRunner();

const limits: readonly (Omit<NumericOption, "use"> & { readonly isOfClient?: boolean })[] = [
  { name: "maxFrameBytes", min: 256, accepts: [2 ** 31], isOfClient: true },
  { name: "firstRequestId", accepts: [0, 2 ** 31], isOfClient: true },
  { name: "maxFrameBytes", min: 256, accepts: [2 ** 31] },
  { name: "maxPrograms", accepts: [2 ** 31] },
  { name: "maxProgramBytes", accepts: [2 ** 31] },
  { name: "maxInFlight", accepts: [2 ** 31] },
  { name: "maxInFlightBytes", accepts: [2 ** 31] },
  { name: "endGraceMs", accepts: durations },
];

describe.each(limits)("$name (of a client: $isOfClient)", ({ isOfClient = false, ...option }) => {
  const { name } = option;
  test("is in range, or refused by name", async () => {
    const use = (value: number): void => {
      const [near] = memoryPair();
      if (isOfClient) void new BinaryClient(near, { [name]: value }).shutdown();
      else serveBinary(runner, near, { [name]: value }).destroy();
    };
    await expect(checkNumericOption({ ...option, use })).resolves.toBeUndefined();
  });

  test("is the same for a listener and a connection to it", async () => {
    const use = async (value: number): Promise<void> => {
      await using listener = await listen(runner, isOfClient ? {} : { [name]: value });
      const { port } = listener;
      await using _client = await connect({ port, ...(isOfClient && { [name]: value }) });
    };
    await expect(checkNumericOption({ ...option, use })).resolves.toBeUndefined();
  });
});

test("ids of requests begin anywhere below 2^32", async () => {
  const [near, far] = memoryPair();
  serveBinary(runner, far);
  await using client = new BinaryClient(near, { firstRequestId: 2 ** 32 - 1 });
  expect(await client.getExternals()).toEqual(await client.getExternals());
  expect(() => new BinaryClient(near, { firstRequestId: 2 ** 32 })).toThrow(RangeError);
  expect(() => checkedClientOptions({ firstRequestId: 2 ** 32 })).toThrow(RangeError);
});

test("a frame has no more bytes than its prefix can say", () => {
  expect(checkedClientOptions({ maxFrameBytes: 2 ** 32 - 1 })).toMatchObject({
    maxFrameBytes: 2 ** 32 - 1,
  });
  expect(() => checkedClientOptions({ maxFrameBytes: 2 ** 32 })).toThrow(
    /maxFrameBytes .*\b4294967295\b/,
  );
});

const own: readonly NumericOption[] = [
  {
    name: "maxTotalProgramBytes",
    use: async (maxTotalProgramBytes) => {
      await using _listener = await listen(runner, { maxTotalProgramBytes });
    },
    accepts: [2 ** 31],
  },
  {
    name: "maxConnections",
    use: async (maxConnections) => {
      await using _listener = await listen(runner, { maxConnections });
    },
    accepts: [2 ** 31],
  },
  ...["ms", "graceMs"].map((name) => ({
    name,
    use: async (value: number) => {
      await using listener = await listen(runner);
      const drained = listener.drain({ [name]: value });
      await Promise.all([drained, listener.close()]);
    },
    accepts: durations,
  })),
  {
    name: "graceMs",
    use: async (graceMs) => {
      await using listener = await listen(runner);
      await listener.close(graceMs);
    },
    accepts: durations,
  },
  {
    name: "timeoutMs",
    use: async (timeoutMs) => {
      await using listener = await listen(runner);
      const { port } = listener;
      await using _client = await connect({ port, timeoutMs });
    },
    // A socket has no time at all to connect in.
    accepts: durations.filter((ms) => ms >= 1),
  },
];

test.each(own)("$name of sockets is in range, or refused by name", async (option) => {
  await expect(checkNumericOption(option)).resolves.toBeUndefined();
});

test("limits that are not given are those that are documented", () => {
  expect(checkedServerOptions({})).toMatchObject({
    maxFrameBytes: 33_554_432,
    maxInFlight: 64,
    maxInFlightBytes: 67_108_864,
    endGraceMs: 5000,
  });
  expect(checkedClientOptions({})).toMatchObject({ maxFrameBytes: 33_554_432, firstRequestId: 0 });
  expect(defaultTotalProgramBytes).toBe(1_073_741_824);
});
