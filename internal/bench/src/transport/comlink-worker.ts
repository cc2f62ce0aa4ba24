// Exposes an object that echoes, on the first port that it is sent.
import { type MessagePort, parentPort } from "node:worker_threads";
import { type Endpoint, expose } from "comlink";

parentPort?.once("message", (port: MessagePort) => {
  expose({ echo: (bytes: Uint8Array) => bytes }, port as unknown as Endpoint);
});
