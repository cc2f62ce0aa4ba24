import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { connect, listen } from "@lutra/runner-binary/node";
import { PosixClient } from "@lutra/runner-posix";
import { echoClient, EchoRunner } from "./echo-runner.ts";
import type { TransportPeer } from "./peer.ts";

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
