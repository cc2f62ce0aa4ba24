import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { newWebSocketRpcSession, RpcTarget } from "capnweb";
import { WebSocket, WebSocketServer } from "ws";
import { workload } from "../codec/workloads.ts";
import { largeBytes, type TransportPeer } from "./peer.ts";

interface Echo {
  echo(value: unknown): unknown;
}

class EchoTarget extends RpcTarget implements Echo {
  echo(value: unknown): unknown {
    return value;
  }
}

const options = { perMessageDeflate: false, maxPayload: 1 << 26 };

/** Makes a session over a socket of `ws`, which has all of the standard class that capnweb uses. */
function session(socket: WebSocket, target?: RpcTarget): unknown {
  return newWebSocketRpcSession(socket as unknown as globalThis.WebSocket, target);
}

/** Cap'n Web over WebSocket: JSON with bytes as base64. */
export const capnweb: TransportPeer = {
  name: "capnweb",
  serve: async () => {
    // capnweb reads the constants of the global class, which Node 20 does not have.
    Object.assign(globalThis, { WebSocket });
    const server = new WebSocketServer({ port: 0, host: "127.0.0.1", ...options });
    server.on("connection", (socket) => void session(socket, new EchoTarget()));
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  },
  connect: async (address) => {
    Object.assign(globalThis, { WebSocket });
    const socket = new WebSocket(`ws://127.0.0.1:${address}`, options);
    await once(socket, "open");
    const remote = session(socket) as { echo(value: unknown): Promise<unknown> };
    const [small, large] = [workload("A"), new Uint8Array(largeBytes).fill(1)];
    return {
      small: async () => await remote.echo(small),
      smallEcho: small,
      large: async () => ((await remote.echo(large)) as Uint8Array).length,
      close: () => socket.terminate(),
    };
  },
};
