import type { Suite } from "../suite.ts";
import { echoSuite } from "../transport/echo-suite.ts";
import { httpPeers } from "../transport/peers.ts";

/** Calls to another process that echoes over HTTP, next to the same bytes without our client and server. */
export const httpSuite: Suite = echoSuite("http", httpPeers, [
  ["lutra-http", "node-http", "same CPU", "1 in flight", 0.8],
  ["lutra-http", "node-http", "same CPU", "64 in flight", 0.8],
  ["lutra-http", "node-http", "two CPUs", "64 in flight", 0.8],
  ["lutra-undici", "node-http", "same CPU", "1 in flight", 0.8],
  ["lutra-undici", "node-http", "same CPU", "64 in flight", 0.8],
  ["lutra-undici", "node-http", "two CPUs", "64 in flight", 0.8],
  ["lutra-fetch", "fetch", "same CPU", "1 in flight", 0.8],
  ["lutra-fetch", "fetch", "same CPU", "64 in flight", 0.8],
  ["lutra-fetch", "fetch", "two CPUs", "64 in flight", 0.8],
]);
