import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { createServer, type Server, Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { expect, onTestFinished, test, vi } from "vitest";
import { connect } from "../../src/node.ts";

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}

test.each([{}, { port: 1, path: "x" }])("%o names no address", async (options) => {
  await expect(connect(options)).rejects.toThrow(TypeError);
});

test("a server that is not there is reported with its address", async () => {
  const port = await freePort();
  await expect(connect({ port })).rejects.toMatchObject({
    code: "CONNECTION_CLOSED",
    message: expect.stringMatching(`127.0.0.1:${port}.*ECONNREFUSED`) as string,
  });
});

test("connecting may be given up", async () => {
  const reason = new Error("enough");
  const port = await freePort();
  await expect(connect({ port, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  const controller = new AbortController();
  const connecting = connect({ port, signal: controller.signal });
  controller.abort(reason);
  await expect(connecting).rejects.toBe(reason);
});

test("connecting takes at most timeoutMs", async () => {
  const connecting = vi.spyOn(Socket.prototype, "connect").mockReturnThis();
  onTestFinished(() => connecting.mockRestore());
  await expect(connect({ port: 1, timeoutMs: 5 })).rejects.toMatchObject({
    code: "TIMEOUT",
    message: expect.stringContaining("timeoutMs") as string,
  });
});

test.each([
  [
    "HTTP",
    (): Server => createHttpServer(),
    "PROTOCOL_ERROR",
    /the server sent HTTP \(HTTP\/1.1 400\)/,
  ],
  // Node closes; others send an alert first.
  ["TLS", (): Server => createTlsServer(), "CONNECTION_CLOSED", /another protocol, such as TLS/],
])("a server that speaks %s is reported as that", async (_, create, code, message) => {
  const server = create().listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  await using client = await connect({ port });
  await expect(client.getExternals()).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message) as string,
  });
});
