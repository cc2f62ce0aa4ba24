import { once } from "node:events";
import { Runner } from "@lutra/runner-core";
import { BinaryClient, type Protocol } from "@lutra/runner-binary";
import { connect, nodeByteStream } from "@lutra/runner-binary/node";
import { type PeerOptions, spawnPeer, startPeerServer } from "../../src/index.ts";

/** Connects our client to a server of the original, until `use` is done. */
export async function withPeerServer(
  peer: string,
  transport: "TCP" | "stdio",
  options: PeerOptions & { readonly protocol: Protocol },
  use: (client: BinaryClient) => Promise<void>,
): Promise<void> {
  if (transport === "TCP") {
    await using server = await startPeerServer(peer, options);
    await using client = await connect({ port: server.port, protocol: options.protocol });
    await use(client);
    return;
  }
  const server = spawnPeer(peer, ["serve-stdio"], options);
  const closed = once(server, "close");
  const stream = nodeByteStream(server.stdout, server.stdin);
  const client = new BinaryClient(stream, { protocol: options.protocol });
  try {
    await use(client);
  } finally {
    await client.shutdown();
    await closed;
  }
}

/** Returns every input. */
export class EchoRunner extends Runner<object> {
  prepared = 0;

  override async prepare(): Promise<object> {
    this.prepared++;
    return {};
  }

  override async execute(_: object, input: Uint8Array): Promise<Uint8Array> {
    return input.slice();
  }

  override async release(): Promise<void> {
    this.prepared--;
  }
}
