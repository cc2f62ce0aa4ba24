import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { type Address, type EchoClient, largeBytes, type TransportPeer } from "./peer.ts";

/** Size of the small message, where a peer sends bytes as they are. */
export const smallBytes = 64;

/** Starts a server and resolves with its port, or with the path that was asked for. */
export async function listen(onSocket: (socket: Socket) => void, path?: string): Promise<Address> {
  const server = createServer({ noDelay: true }, (socket) => {
    // A benchmark client goes without a farewell.
    socket.on("error", () => socket.destroy());
    onSocket(socket);
  });
  server.listen(path === undefined ? { port: 0, host: "127.0.0.1" } : { path });
  await once(server, "listening");
  return path ?? (server.address() as AddressInfo).port;
}

/** Opens a socket to an address. */
export async function open(address: Address): Promise<Socket> {
  const socket =
    typeof address === "number"
      ? connect({ port: address, host: "127.0.0.1", noDelay: true })
      : connect({ path: address });
  await once(socket, "connect");
  return socket;
}

/** Sends messages of one size without any framing: an answer is complete when as many bytes came back. */
export function fixedSizeCalls(
  { readable, writable }: { readonly readable: Readable; readonly writable: Writable },
  bytes: number,
): () => Promise<number> {
  const batch = Buffer.alloc(bytes <= smallBytes ? bytes * 64 : bytes, 1);
  const waiting: (() => void)[] = [];
  let first = 0;
  let received = 0;
  let unsent = 0;
  readable.on("data", (chunk: Uint8Array) => {
    if (waiting.length === first) return;
    received += chunk.length;
    for (; received >= bytes && first < waiting.length; received -= bytes) waiting[first++]?.();
    if (first === waiting.length) waiting.length = first = 0;
  });
  const flush = (): void => {
    for (; unsent > 0; unsent -= Math.min(unsent, batch.length / bytes)) {
      writable.write(batch.subarray(0, Math.min(unsent * bytes, batch.length)));
    }
  };
  return () =>
    new Promise((resolve) => {
      waiting.push(() => resolve(bytes));
      // One write for all calls of a tick, as every transport worth comparing does.
      if (unsent++ === 0) queueMicrotask(flush);
    });
}

async function connectRaw(address: Address): Promise<EchoClient> {
  const [forSmall, forLarge] = [await open(address), await open(address)];
  return {
    small: fixedSizeCalls({ readable: forSmall, writable: forSmall }, smallBytes),
    smallEcho: smallBytes,
    large: fixedSizeCalls({ readable: forLarge, writable: forLarge }, largeBytes),
    close: () => {
      forSmall.destroy();
      forLarge.destroy();
    },
  };
}

function echo(socket: Socket): void {
  socket.on("data", (chunk) => socket.write(chunk));
}

/** The floor of everything over TCP: bytes come back as they are. */
export const rawTcp: TransportPeer = {
  name: "raw-tcp",
  serve: () => listen(echo),
  connect: connectRaw,
};

/** The same over a Unix socket. */
export const rawUnix: TransportPeer = {
  name: "raw-unix",
  serve: () => listen(echo, join(tmpdir(), `lutra-bench-${randomUUID()}.sock`)),
  connect: connectRaw,
};
