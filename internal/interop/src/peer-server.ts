import { once } from "node:events";
import { createInterface } from "node:readline";
import { type PeerOptions, spawnPeer } from "./peer-process.ts";

/** A server of the original on a port of this machine. */
export interface PeerServer extends AsyncDisposable {
  readonly host: "127.0.0.1";
  readonly port: number;
  readonly pid: number;
  /** Output on standard error so far: panics, and connections that ended with an error. */
  readonly log: () => string;
}

/** Starts a server. It serves any number of connections until it is disposed of. */
export async function startPeerServer(
  peer: string,
  options: PeerOptions = {},
): Promise<PeerServer> {
  const server = spawnPeer(peer, ["serve-tcp"], options);
  const closed = once(server, "close");
  let log = "";
  server.stderr.setEncoding("utf8").on("data", (text: string) => (log += text));
  const lines = createInterface(server.stdout);
  const first = await Promise.race([once(lines, "line"), closed.then(() => undefined)]);
  if (first === undefined) throw new Error(`the peer ended before it listened:\n${log}`);
  const { port } = JSON.parse(String(first[0])) as { readonly port: number };
  return {
    host: "127.0.0.1",
    port,
    pid: server.pid as number,
    log: () => log,
    async [Symbol.asyncDispose]() {
      server.kill();
      await closed;
    },
  };
}
