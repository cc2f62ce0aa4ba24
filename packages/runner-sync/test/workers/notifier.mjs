// Wakes everybody who waits on the first memory that it is sent, again and again.
import { parentPort } from "node:worker_threads";

parentPort?.once("message", (control) => {
  const words = new Int32Array(control, 0, 10);
  const notify = () => {
    for (let i = 0; i < words.length; i++) Atomics.notify(words, i);
    setImmediate(notify);
  };
  notify();
});
