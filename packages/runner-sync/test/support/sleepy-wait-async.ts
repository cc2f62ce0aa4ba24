// Makes each second wake-up of Atomics.waitAsync leave the event loop asleep until a message comes, as WebKit rarely does.
import { parentPort } from "node:worker_threads";

interface Waiting {
  readonly async: boolean;
  readonly value: unknown;
}
const atomics = Atomics as unknown as {
  waitAsync: (words: Int32Array, index: number, value: number) => Waiting;
};
const { waitAsync } = atomics;
let count = 0;

atomics.waitAsync = (...wait) => {
  const waiting = waitAsync.apply(Atomics, wait);
  if (!waiting.async || count++ % 2 === 0) return waiting;
  const value = (waiting.value as Promise<unknown>).then(
    () => new Promise((resolve) => parentPort!.once("message", resolve)),
  );
  return { async: true, value };
};
