import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { connect, listen } from "@lutra/runner-binary/node";
import { createFetchHandler, HttpClient } from "@lutra/runner-http";
import { toNodeHandler } from "@lutra/runner-http/node";
import { PosixClient } from "@lutra/runner-posix";
import { echoClient, EchoRunner } from "./echo-runner.ts";
import { serveHttpEcho } from "./http-echo.ts";
import { largeBytes, type TransportPeer } from "./peer.ts";

/** The binary protocol over TCP. */
export const lutraTcp: TransportPeer = {
  name: "lutra-tcp",
  serve: async () => (await listen(new EchoRunner())).port as number,
  connect: async (address) => await echoClient(await connect({ port: address as number })),
};

/** The binary protocol over a Unix socket. */
export const lutraUnix: TransportPeer = {
  name: "lutra-unix",
  serve: async () => {
    const path = join(tmpdir(), `lutra-${randomUUID()}.sock`);
    await listen(new EchoRunner(), { path });
    return path;
  },
  connect: async (address) => await echoClient(await connect({ path: address as string })),
};

/** The binary protocol on the standard streams of a process. */
export const lutraStdio: TransportPeer = {
  name: "lutra-stdio",
  connect: async () => {
    const server = fileURLToPath(new URL("./lutra-stdio-server.ts", import.meta.url));
    const client = new PosixClient({
      command: process.execPath,
      args: [...process.execArgv, server],
    });
    await client.getExternals();
    return await echoClient(client, { pid: client.pid });
  },
};

const httpServe = async (): Promise<number> => {
  const handler = createFetchHandler(new EchoRunner(), { allowAnyone: true });
  const server = createServer(toNodeHandler(handler));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
};

/** Our handler on node:http and our client, which uses `fetch`. */
export const lutraHttp: TransportPeer = {
  name: "lutra-http",
  serve: httpServe,
  connect: async (address) => await echoClient(new HttpClient(`http://127.0.0.1:${address}`)),
};

/** `fetch` against the bare echo: what `lutra-http` can reach at best. */
export const fetchEcho: TransportPeer = {
  name: "fetch",
  serve: serveHttpEcho,
  connect: (address) => {
    const call = async (body: Uint8Array<ArrayBuffer>): Promise<Uint8Array> => {
      const response = await fetch(`http://127.0.0.1:${address}`, { method: "POST", body });
      return new Uint8Array(await response.arrayBuffer());
    };
    const [small, large] = [new Uint8Array(64).fill(1), new Uint8Array(largeBytes).fill(1)];
    return Promise.resolve({
      small: () => call(small),
      smallEcho: small,
      large: async () => (await call(large)).length,
      close: () => {},
    });
  },
};
