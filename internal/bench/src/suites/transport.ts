import type { Suite } from "../suite.ts";
import { echoSuite } from "../transport/echo-suite.ts";
import { transportPeers } from "../transport/peers.ts";

/** Calls to another process or worker that echoes. */
export const transportSuite: Suite = echoSuite("transport", transportPeers, [
  ["lutra-tcp", "raw-tcp", "same CPU", "1 in flight", 0.8],
  ["lutra-tcp", "raw-tcp", "two CPUs", "1 in flight", 0.85],
  ["lutra-tcp", "raw-tcp", "two CPUs", "64 in flight", 0.5],
  ["lutra-tcp", "raw-tcp", "same CPU", "64 in flight", 0.27],
  ["lutra-tcp", "raw-tcp", "two CPUs", "1 MiB, 4 in flight", 0.95],
  ["lutra-unix", "raw-unix", "same CPU", "1 in flight", 0.68],
  ["lutra-stdio", "raw-stdio", "same CPU", "1 in flight", 0.68],
  ["lutra-tcp", "msgpack-rpc", "two CPUs", "64 in flight", 1.5],
  ["lutra-tcp", "msgpack-rpc", "two CPUs", "1 MiB, 4 in flight", 1.6],
  ["lutra-tcp", "capnweb", "two CPUs", "64 in flight", 5],
  ["lutra-tcp", "grpc-js", "two CPUs", "64 in flight", 25],
  ["lutra-tcp", "grpc-js", "two CPUs", "1 MiB, 4 in flight", 8],
]);
