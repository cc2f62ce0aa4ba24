// Echoes every message; hands large ones back.
import { parentPort } from "node:worker_threads";

parentPort?.on("message", (bytes: Uint8Array<ArrayBuffer>) => {
  parentPort?.postMessage(bytes, bytes.length < 32_768 ? [] : [bytes.buffer]);
});
