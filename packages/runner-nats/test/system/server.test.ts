import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { program } from "@lutra-internal/testing/programs";
import { isInstalled, natsCommand, type NatsProcess, startNats } from "@lutra-internal/replicas";
import { EchoRunner, failure, until } from "@lutra-internal/testing";
import { ProbeRunner, transportCases } from "@lutra/runner-conformance";
import { describeCases } from "@lutra/runner-conformance/vitest";
import { connect } from "@nats-io/transport-node";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { NatsClient, serveNats } from "../../src/index.ts";

// The same as in memory, on a real server.

describe.skipIf(!isInstalled(natsCommand))("a NATS server", () => {
  let nats: NatsProcess;
  let subjects = 0;
  beforeAll(async () => {
    nats = await startNats();
  });
  afterAll(async () => {
    await nats[Symbol.asyncDispose]();
  });

  const serve = async (): Promise<{
    connect: () => Promise<NatsClient>;
    close: () => Promise<void>;
  }> => {
    const subject = `case${subjects++}`;
    const there = await connect({ port: nats.port });
    const here = await connect({ port: nats.port });
    const server = serveNats(new ProbeRunner(), there, { subject, allowAnyone: true });
    await there.flush();
    return {
      connect: async () => new NatsClient(here, { subject, maxRetries: 0 }),
      close: async () => {
        await server.drain(0);
        await Promise.all([there.close(), here.close()]);
      },
    };
  };

  describeCases({ describe, test }, "NATS", transportCases, { serve }, {
    lacks: ["release", "cut"],
    // The largest messages of the case are above the server's max_payload.
    knownFailures: new Set([
      "messages: inputs and outputs arrive as they were sent, whatever their size",
    ]),
  }); // prettier-ignore

  test("says at once that no runner is there, and how much it takes", async () => {
    const connection = await connect({ port: nats.port });
    const client = new NatsClient(connection, { subject: "nobody" });
    const prepared = await client.prepare(program);
    expect(await failure(client.execute(prepared, new Uint8Array()))).toMatchObject({
      code: "CONNECTION_CLOSED",
      mayHaveRun: false,
    });
    const error = await failure(client.execute(prepared, new Uint8Array(2 ** 20)));
    expect(error).toMatchObject({ code: "FRAME_TOO_LARGE" });
    expect((error as Error).message).toContain("max_payload of the NATS server (1048576)");
    await connection.close();
  });

  test("that refuses a subject tells its connection, and the server drains", async () => {
    const connection = await connect({ port: nats.port });
    const server = serveNats(new EchoRunner(), connection, {
      subject: "lutra.",
      allowAnyone: true,
    });
    for await (const status of connection.status()) {
      if (status.type === "error") break;
    }
    expect(await server.drain()).toBeUndefined();
    await connection.close();
  });

  test.each([
    ["requests", "publish", false],
    ["answers", "subscribe", true],
  ])("that refuses a client's %s denies access, once", async (_, permission, mayHaveRun) => {
    const folder = await mkdtemp(join(tmpdir(), "lutra-nats-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = join(folder, "nats.conf");
    const users = `[{ user: a, password: b, permissions: { ${permission}: { deny: ">" } } }]`;
    await writeFile(file, `authorization { users: ${users} }`);
    await using guarded = await startNats(0, ["-c", file]);
    const connection = await connect({ port: guarded.port, user: "a", pass: "b" });
    const client = new NatsClient(connection, { timeoutMs: 5000 });
    const prepared = await client.prepare(program);
    expect(await failure(client.execute(prepared, new Uint8Array()))).toMatchObject({
      code: "ACCESS_DENIED",
      mayHaveRun,
      message: expect.stringMatching(/ of NATS: .*permissions violation/i) as unknown,
    });
    await connection.close();
  });

  test("may be started again under its clients and servers", async () => {
    const options = { port: nats.port, reconnectTimeWait: 10, maxReconnectAttempts: -1 };
    const there = await connect({ ...options });
    const here = await connect({ ...options });
    const server = serveNats(new EchoRunner(), there, { allowAnyone: true });
    const client = new NatsClient(here, { timeoutMs: 1000 });
    await there.flush();
    const prepared = await client.prepare(program);
    expect(await client.execute(prepared, new Uint8Array([1]))).toEqual(new Uint8Array([1]));
    const { port } = nats;
    await nats[Symbol.asyncDispose]();
    nats = await startNats(port);
    const answer = async (): Promise<Uint8Array | undefined> =>
      await client.execute(prepared, new Uint8Array([2])).catch(() => undefined);
    await until(async () => (await answer())?.[0] === 2);
    await server.drain();
    await Promise.all([there.close(), here.close()]);
  });
});
