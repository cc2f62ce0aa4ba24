import { Worker } from "node:worker_threads";
import { programFromBytes } from "@lutra/runner-core";
import { SyncRunner } from "@lutra/runner-sync";
import makeSynchronous from "make-synchronous";
import { createSyncFn } from "synckit";
import type { BareMailbox } from "./mailbox-worker.ts";

/** A blocking call to a worker that echoes, and how to end the worker. */
export interface SyncPeer {
  readonly call: (input: Uint8Array) => Uint8Array;
  readonly close: () => void;
}

function lutra(name: string, sharedOutput: boolean): SyncPeer {
  const runner = new SyncRunner(new Worker(new URL(name, import.meta.url)), { sharedOutput });
  const prepared = runner.prepareSync(programFromBytes(new Uint8Array([2, 4, 0, 0, 0])));
  return {
    call: (input) => runner.executeSync(prepared, input),
    close: () => runner.shutdownSync(),
  };
}

/**
 * Returns the least that a blocking call needs: two counters, and memory for the bytes.
 *
 * @param copiesInput whether the worker copies in and out, too; else the output, fresh memory, is the only copy of the
 * shared bytes
 */
function bareMailbox(copiesInput: boolean): SyncPeer {
  const control = new SharedArrayBuffer(12);
  const data = new SharedArrayBuffer(1 << 20);
  const worker = new Worker(new URL("./mailbox-worker.ts", import.meta.url), {
    workerData: { control, data, copiesInput } satisfies BareMailbox,
  });
  const [words, bytes] = [new Int32Array(control), new Uint8Array(data)];
  return {
    call: (input) => {
      bytes.set(input);
      words[2] = input.length;
      const number = Atomics.add(words, 0, 1) + 1;
      Atomics.notify(words, 0);
      Atomics.wait(words, 1, number - 1);
      return bytes.slice(0, words[2]);
    },
    close: () => void worker.terminate(),
  };
}

/** The ways to make a blocking call, by name. */
export const syncPeers: Readonly<Record<string, () => SyncPeer>> = {
  lutra: () => lutra("./echo-worker.ts", false),
  "lutra-shared": () => lutra("./shared-echo-worker.ts", true),
  "bare-mailbox": () => bareMailbox(true),
  "bare-fresh-output": () => bareMailbox(false),
  synckit: () => {
    const echo = createSyncFn<(bytes: Uint8Array) => Promise<Uint8Array>>(
      new URL("./synckit-worker.mjs", import.meta.url),
    );
    return { call: (input) => echo(input), close: () => {} };
  },
  "make-synchronous": () => {
    const echo = makeSynchronous(async (bytes: Uint8Array) => await Promise.resolve(bytes));
    return { call: (input) => echo(input), close: () => {} };
  },
};
