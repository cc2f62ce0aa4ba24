import { isRunnerError, Runner, typedProgram } from "@lutra/runner-core";
import { bytes } from "@lutra/bin";
import { expect, test } from "vitest";
import { createChannel } from "../src/index.ts";
import { EchoRunner } from "@lutra-internal/testing";
import { program, refusedProgram } from "@lutra-internal/testing/programs";

test("a call passes the same bytes through, uncopied", async () => {
  await using channel = createChannel(new EchoRunner());
  const prepared = await channel.client.prepare(program);
  const input = new Uint8Array([1, 2, 3]);
  expect(await channel.client.execute(prepared, input)).toBe(input);
});

test("run prepares, executes and releases", async () => {
  const runner = new EchoRunner();
  await using channel = createChannel(runner);
  const value = new Uint8Array([1, 2, 3]);
  expect(await channel.client.run(typedProgram(program, bytes, bytes), value)).toEqual(value);
  expect(runner).toMatchObject({ prepares: 1, executes: 1, releases: 1 });
});

test("interface and externals are the runner's", async () => {
  await using channel = createChannel(new EchoRunner());
  expect(await channel.client.getInterface()).toBe("func f(): Int64");
  expect(await channel.client.getExternals()).toEqual(["repr:bytecode-lt", "std::fs"]);
});

test("an error has a code, and the runner's own error as its cause", async () => {
  await using channel = createChannel(new EchoRunner());
  const refused = await channel.client.prepare(refusedProgram).catch((error: unknown) => error);
  expect(refused).toMatchObject({
    message: "cannot execute sqlPostgres",
    code: "PREPARE_ERROR",
    cause: new Error("cannot execute sqlPostgres"),
  });
  expect(isRunnerError(refused)).toBe(true);
  const prepared = await channel.client.prepare(program);
  await expect(channel.client.execute(prepared, new Uint8Array([0xff]))).rejects.toMatchObject({
    message: "boom",
    code: "EXECUTION_ERROR",
  });
});

test("an abort rejects with its reason and reaches the runner", async () => {
  const runner = new EchoRunner();
  await using channel = createChannel(runner);
  const prepared = await channel.client.prepare(program);
  runner.hold = true;
  const controller = new AbortController();
  const call = channel.client.execute(prepared, new Uint8Array(), { signal: controller.signal });
  const reason = new Error("enough");
  controller.abort(reason);
  await expect(call).rejects.toBe(reason);
  expect(runner.aborts).toBe(1);
});

test.each(["client", "server"])(
  "closed by the %s, the channel ends pending calls, releases programs, and leaves the runner running",
  async (side) => {
    const runner = new EchoRunner();
    const channel = createChannel(runner);
    const prepared = await channel.client.prepare(program);
    runner.hold = true;
    const failure = channel.client
      .execute(prepared, new Uint8Array())
      .catch((error: unknown) => error);
    await (side === "client" ? channel.client.shutdown() : channel.close());
    expect(await failure).toMatchObject({ code: "CONNECTION_CLOSED" });
    expect(runner).toMatchObject({ aborts: 1, releases: 1, shutdowns: 0 });
    await expect(channel.client.getInterface()).rejects.toMatchObject({
      code: "CONNECTION_CLOSED",
    });
    await channel.close();
  },
);

test("100 calls in flight find their answers, in whatever order those come", async () => {
  const runner = new EchoRunner();
  await using channel = createChannel(runner);
  const prepared = await channel.client.prepare(program);
  runner.hold = true;
  const calls = Array.from({ length: 100 }, (_, i) =>
    channel.client.execute(prepared, new Uint8Array([i])),
  );
  for (const held of runner.held.toReversed()) held.finish();
  expect((await Promise.all(calls)).map(([first]) => first)).toEqual(
    Array.from({ length: 100 }, (_, i) => i),
  );
});

test("a handle tells the memory of its program, if the runner's handle does", async () => {
  class SizedRunner extends Runner<{ readonly memoryBytes: number }> {
    override async prepare(): Promise<{ readonly memoryBytes: number }> {
      return { memoryBytes: 77 };
    }
    override async execute(): Promise<Uint8Array> {
      return new Uint8Array();
    }
  }
  await using channel = createChannel(new SizedRunner());
  expect((await channel.client.prepare(program)).memoryBytes).toBe(77);
  await using silent = createChannel(new EchoRunner());
  expect((await silent.client.prepare(program)).memoryBytes).toBe(undefined);
});

test("a channel holds no more programs than maxPrograms", async () => {
  await using channel = createChannel(new EchoRunner(), { maxPrograms: 1 });
  await channel.client.prepare(program);
  await expect(channel.client.prepare(program)).rejects.toMatchObject({ code: "LIMIT_EXCEEDED" });
  expect(() => createChannel(new EchoRunner(), { maxPrograms: 0 })).toThrow(RangeError);
});
