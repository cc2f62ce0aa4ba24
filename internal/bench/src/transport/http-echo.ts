import { once } from "node:events";
import { Agent, createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { largeBytes, type TransportPeer } from "./peer.ts";

async function post(port: number, agent: Agent, body: Buffer): Promise<number> {
  const call = request({ host: "127.0.0.1", port, agent, method: "POST" });
  call.setNoDelay(true);
  call.setHeader("content-length", body.length);
  call.end(body);
  const [response] = (await once(call, "response")) as [AsyncIterable<Buffer>];
  let bytes = 0;
  for await (const chunk of response) bytes += chunk.length;
  return bytes;
}

/** Starts the echo on a free port. */
export async function serveHttpEcho(): Promise<number> {
  const server = createServer((incoming, outgoing) => {
    const length = incoming.headers["content-length"];
    if (length !== undefined) outgoing.setHeader("content-length", length);
    incoming.pipe(outgoing);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** One POST per call over kept connections, nothing but node:http: the floor of every HTTP transport. */
export const httpEcho: TransportPeer = {
  name: "node-http",
  serve: serveHttpEcho,
  connect: (address) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 64 });
    const [small, large] = [Buffer.alloc(64, 1), Buffer.alloc(largeBytes, 1)];
    return Promise.resolve({
      small: () => post(address as number, agent, small),
      smallEcho: small.length,
      large: () => post(address as number, agent, large),
      close: () => agent.destroy(),
    });
  },
};

/** `fetch` against the bare echo: the floor of a client that runs in browsers too. */
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
