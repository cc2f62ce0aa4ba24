import { MessageChannel, Worker } from "node:worker_threads";
import { type Endpoint, wrap } from "comlink";
import { largeBytes, type TransportPeer } from "./peer.ts";

/** Comlink's proxy of an object in a worker. Bytes are copied both ways. */
export const comlink: TransportPeer = {
  name: "comlink",
  inThread: true,
  connect: () => {
    const worker = new Worker(new URL("./comlink-worker.ts", import.meta.url));
    const { port1, port2 } = new MessageChannel();
    worker.postMessage(port2, [port2]);
    // A Node port is an EventTarget too, which its types do not say.
    const remote = wrap<{ echo(bytes: Uint8Array): Uint8Array }>(port1 as unknown as Endpoint);
    const [small, large] = [new Uint8Array(64).fill(1), new Uint8Array(largeBytes).fill(1)];
    return Promise.resolve({
      small: async () => await remote.echo(small),
      smallEcho: small,
      large: async () => (await remote.echo(large)).length,
      close: async () => void (await worker.terminate()),
    });
  },
};
