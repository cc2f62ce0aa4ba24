import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { connectPort } from "@lutra/runner-channel";
import { programFromBytes } from "@lutra/runner-core";
import { comlink } from "../transport/comlink.ts";
import { largeBytes } from "../transport/peer.ts";

/** Calls to a worker that echoes. */
export interface WorkerPeer {
  readonly small: () => Promise<unknown>;
  /** 1 MiB there and back, its buffer handed over both ways; one at a time. */
  readonly large?: () => Promise<unknown>;
  readonly close: () => void | Promise<void>;
}

const input: Uint8Array = new Uint8Array(64).fill(1);

/** The ways to call a worker, by name. */
export const workerPeers: Readonly<Record<string, () => Promise<WorkerPeer>>> = {
  lutra: async () => {
    const worker = new Worker(new URL("./echo-worker.ts", import.meta.url));
    const runner = connectPort(worker, { transfer: true });
    const prepared = await runner.prepare(programFromBytes(new Uint8Array([2, 4, 0, 0, 0])));
    let bytes = new Uint8Array(largeBytes);
    return {
      small: () => runner.execute(prepared, input),
      large: async () => (bytes = new Uint8Array(ownBuffer(await runner.execute(prepared, bytes)))),
      close: () => void worker.terminate(),
    };
  },
  "bare-postMessage": async () => {
    const worker = new Worker(new URL("./post-message-worker.ts", import.meta.url));
    await once(worker, "online");
    const waiting: ((bytes: Uint8Array) => void)[] = [];
    worker.on("message", (bytes: Uint8Array) => waiting.shift()?.(bytes));
    const call = (bytes: Uint8Array, transfer: readonly ArrayBuffer[]): Promise<Uint8Array> =>
      new Promise((resolve) => {
        waiting.push(resolve);
        worker.postMessage(bytes, transfer);
      });
    let bytes = new Uint8Array(largeBytes);
    return {
      small: () => call(input, []),
      large: async () => (bytes = new Uint8Array(ownBuffer(await call(bytes, [bytes.buffer])))),
      close: () => void worker.terminate(),
    };
  },
  comlink: async () => {
    const { small, close } = await comlink.connect(0);
    return { small, close };
  },
};

function ownBuffer({ buffer, length }: Uint8Array): ArrayBuffer {
  if (length !== largeBytes) throw new Error(`the echo has ${length} bytes`);
  return buffer as ArrayBuffer;
}
