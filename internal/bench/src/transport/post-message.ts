import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { largeBytes, type TransportPeer } from "./peer.ts";

/** A worker that posts back what it gets: the floor of every call to a worker. Bytes are copied both ways. */
export const postMessage: TransportPeer = {
  name: "bare-postMessage",
  inThread: true,
  connect: async () => {
    const worker = new Worker(new URL("./post-message-worker.ts", import.meta.url));
    await once(worker, "online");
    const waiting: ((bytes: Uint8Array) => void)[] = [];
    // Messages come back in the order in which they went.
    worker.on("message", (bytes: Uint8Array) => waiting.shift()?.(bytes));
    const call = (bytes: Uint8Array): Promise<Uint8Array> =>
      new Promise((resolve) => {
        waiting.push(resolve);
        worker.postMessage(bytes);
      });
    const [small, large] = [new Uint8Array(64).fill(1), new Uint8Array(largeBytes).fill(1)];
    return {
      small: () => call(small),
      smallEcho: small,
      large: async () => (await call(large)).length,
      close: async () => void (await worker.terminate()),
    };
  },
};
