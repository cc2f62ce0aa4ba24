import { capnweb } from "./capnweb.ts";
import { comlink } from "./comlink.ts";
import { grpc } from "./grpc.ts";
import { fetchEcho, httpEcho } from "./http-echo.ts";
import { lutraFetch, lutraHttp, lutraUndici } from "./lutra-http.ts";
import { lutraStdio, lutraTcp, lutraUnix } from "./lutra.ts";
import { msgpackRpc } from "./msgpack-rpc.ts";
import type { TransportPeer } from "./peer.ts";
import { postMessage } from "./post-message.ts";
import { rawTcp, rawUnix } from "./raw-socket.ts";
import { rawStdio } from "./raw-stdio.ts";

/** Peers that the suite `transport` compares, in the order of its tables. */
export const transportPeers: readonly TransportPeer[] = [
  rawTcp,
  lutraTcp,
  rawUnix,
  lutraUnix,
  rawStdio,
  lutraStdio,
  msgpackRpc,
  capnweb,
  grpc,
  postMessage,
  comlink,
];

/** Peers that the suite `http` compares. */
export const httpPeers: readonly TransportPeer[] = [
  httpEcho,
  lutraHttp,
  lutraUndici,
  fetchEcho,
  lutraFetch,
];

/**
 * Finds a peer.
 *
 * @throws TypeError if no peer has this name.
 */
export function transportPeer(name: string): TransportPeer {
  const peer = [...transportPeers, ...httpPeers].find((one) => one.name === name);
  if (peer === undefined) throw new TypeError(`no transport is called ${name}`);
  return peer;
}
