import { once } from "node:events";
import { Agent, createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import { httpWarmUps, largeBytes, type TransportPeer } from "./peer.ts";

// What our client and server say to each other, so that the bare echo carries the same bytes.
const path = `/programs/${"0".repeat(64)}/execute`;
const requestHeaders = { "content-type": "application/lutra" };
const responseHeaders = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "content-type": "application/lutra",
};

/** Starts the echo on a free port. It has a whole request before it answers, as a server of calls must. */
export async function serveHttpEcho(): Promise<number> {
  const server = createServer((incoming, outgoing) => {
    collect(incoming, (body) => {
      outgoing.writeHead(200, { ...responseHeaders, "content-length": body.length }).end(body);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

function collect(message: IncomingMessage, done: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  message.on("data", (chunk: Buffer) => chunks.push(chunk));
  message.on("end", () =>
    done(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)),
  );
}

function post(port: number, agent: Agent, body: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const headers = { ...requestHeaders, "content-length": body.length };
    const call = request({ host: "127.0.0.1", port, agent, method: "POST", path, headers });
    call.on("error", reject);
    call.on("response", (response) => collect(response, resolve));
    call.end(body);
  });
}

/** One POST per call over kept connections, nothing but node:http: the floor of every HTTP transport. */
export const httpEcho: TransportPeer = {
  name: "node-http",
  serve: serveHttpEcho,
  warmUps: httpWarmUps,
  connect: (address) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 64 });
    const [small, large] = [Buffer.alloc(64, 1), Buffer.alloc(largeBytes, 1)];
    return Promise.resolve({
      small: () => post(address as number, agent, small),
      smallEcho: small,
      large: async () => (await post(address as number, agent, large)).length,
      close: () => agent.destroy(),
    });
  },
};

/** `fetch` against the bare echo: the floor of a client that runs in browsers too. */
export const fetchEcho: TransportPeer = {
  name: "fetch",
  serve: serveHttpEcho,
  warmUps: httpWarmUps,
  connect: (address) => {
    const url = `http://127.0.0.1:${address}${path}`;
    const call = async (body: Uint8Array<ArrayBuffer>): Promise<Uint8Array> => {
      const response = await fetch(url, { method: "POST", headers: requestHeaders, body });
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
