import { HttpClient } from "@lutra/runner-http";
import { dispatcherExchange, listen, nodeExchange } from "@lutra/runner-http/node";
import { Agent } from "undici";
import { echoClient, EchoRunner } from "./echo-runner.ts";
import { type Address, httpWarmUps, type TransportPeer } from "./peer.ts";

const serve = async (): Promise<number> =>
  (await listen(new EchoRunner(), { allowAnyone: true })).port;

const url = (address: Address): string => `http://127.0.0.1:${address}`;

/** Our server and our client, both straight on node:http. */
export const lutraHttp: TransportPeer = {
  name: "lutra-http",
  serve,
  warmUps: httpWarmUps,
  connect: async (address) =>
    await echoClient(new HttpClient(url(address), { exchange: nodeExchange() })),
};

/** The same server, and the client on a dispatcher of undici. */
export const lutraUndici: TransportPeer = {
  name: "lutra-undici",
  serve,
  warmUps: httpWarmUps,
  connect: async (address) => {
    const agent = new Agent({ connections: 64 });
    const client = await echoClient(
      new HttpClient(url(address), { exchange: dispatcherExchange(agent) }),
    );
    return { ...client, close: () => agent.close() };
  },
};

/** The same server, and the client on `fetch` as in a browser. */
export const lutraFetch: TransportPeer = {
  name: "lutra-fetch",
  serve,
  warmUps: httpWarmUps,
  connect: async (address) => await echoClient(new HttpClient(url(address))),
};
