import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer, type ListenOptions, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { sendCancelRequest } from "../../src/pg/cancel-request.ts";
import type { PgClientDetails, PgClientLike } from "../../src/pg/driver.ts";

const key = { processID: 7, secretKey: -8 };
/** Length, code, process and key. */
const request = ["00000010", "04d2162e", "00000007", "fffffff8"].join("");
const tlsRequest = ["00000008", "04d2162f"].join("");
const patient = 60_000;

function clientOf(details: PgClientDetails): PgClientLike {
  return { query: async () => ({ rows: [] }), ...details } as PgClientLike;
}

/** Starts a server that does something on each message, and keeps what it gets. */
async function serve(
  where: ListenOptions,
  onMessage: (socket: Socket) => void,
): Promise<{ readonly port: number; readonly messages: string[] }> {
  const messages: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("data", (data) => {
      messages.push(data.toString("hex"));
      onMessage(socket);
    });
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  server.listen(where);
  await once(server, "listening");
  return { port: (server.address() as Partial<AddressInfo>).port ?? 0, messages };
}

const end = (socket: Socket): void => void socket.end();

test("goes to where the connection is, whatever the name stands for", async () => {
  const { port, messages } = await serve({ host: "127.0.0.1", port: 0 }, end);
  const stream = { remoteAddress: "127.0.0.1", remotePort: port };
  const client = clientOf({ ...key, host: "192.0.2.1", port: 1, connection: { stream } });
  await sendCancelRequest(client, patient);
  expect(messages).toEqual([request]);
});

test("goes to this machine if the client names no other", async () => {
  const { port, messages } = await serve({ host: "localhost", port: 0 }, end);
  await sendCancelRequest(clientOf({ ...key, port }), patient);
  expect(messages).toEqual([request]);
});

test("goes to the Unix socket of the usual port in a folder", async () => {
  const folder = await mkdtemp(join(tmpdir(), "lutra-cancel-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const { messages } = await serve({ path: join(folder, ".s.PGSQL.5432") }, end);
  await sendCancelRequest(clientOf({ ...key, host: folder }), patient);
  expect(messages).toEqual([request]);
});

test.each([{}, { processID: 7 }, { secretKey: 8 }, { processID: null, secretKey: null }])(
  "a client with the key %j has nothing to cancel with",
  async (details) => {
    await expect(sendCancelRequest(clientOf(details), patient)).rejects.toThrow(
      "the client has no key to cancel with",
    );
  },
);

test("a server that does not answer is given up", async () => {
  const { port } = await serve({ host: "127.0.0.1", port: 0 }, () => {});
  const client = clientOf({ ...key, host: "127.0.0.1", port });
  await expect(sendCancelRequest(client, 20)).rejects.toThrow("the server does not answer");
});

test("a server that refuses TLS gets no key", async () => {
  const { port, messages } = await serve({ host: "127.0.0.1", port: 0 }, (socket) => {
    socket.write("N");
  });
  const client = clientOf({ ...key, host: "127.0.0.1", port, ssl: true });
  await expect(sendCancelRequest(client, patient)).rejects.toThrow("the server refuses TLS");
  expect(messages).toEqual([tlsRequest]);
});

test("a server that ends the connection when it is asked for TLS is no success", async () => {
  const { port } = await serve({ host: "127.0.0.1", port: 0 }, end);
  const client = clientOf({ ...key, host: "127.0.0.1", port, ssl: {} });
  await expect(sendCancelRequest(client, patient)).rejects.toThrow("closed the connection");
});

test.each([
  ["localhost", true],
  ["127.0.0.1", false],
])("a server that is reached as %s is told that name: %s", async (host, isTold) => {
  const { port, messages } = await serve({ host, port: 0 }, (socket) => {
    if (messages.length === 1) socket.write("S");
    else end(socket);
  });
  const client = clientOf({ ...key, host, port, ssl: true });
  await expect(sendCancelRequest(client, patient)).rejects.toThrow("disconnected before secure");
  const [first, hello] = messages;
  expect(first).toBe(tlsRequest);
  expect(Buffer.from(hello!, "hex").includes(host)).toBe(isTold);
});
