import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { afterEach, expect, test } from "vitest";
import { HttpClient } from "../src/index.ts";
import { listen, nodeExchange } from "../src/node.ts";
import { CountingRunner } from "./running.ts";

// What every exchange does is tested in exchange.test.ts.

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
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

test("a server that answers in another language is told as such", async () => {
  const server = createTcpServer((socket) => {
    socket.on("error", () => {});
    socket.resume().end("220 mail ready\r\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const exchange = nodeExchange();
  cleanUps.push(
    () => new Promise((resolve) => server.close(resolve)),
    () => exchange.close(),
  );
  const { port } = server.address() as AddressInfo;
  const client = new HttpClient(`http://127.0.0.1:${port}`, { exchange });
  await expect(client.getExternals()).rejects.toMatchObject({
    code: "PROTOCOL_ERROR",
    message: `what answers at http://127.0.0.1:${port} does not speak HTTP`,
  });
});
