// An application for Node, as the README writes it: prints what a blocking call answers.
import { Worker } from "node:worker_threads";
import { programFromBytes } from "@lutra/runner-core";
import { SyncRunner } from "@lutra/runner-sync";

using runner = new SyncRunner(new Worker(new URL("./worker.js", import.meta.url)));
const prepared = runner.prepareSync(programFromBytes(new Uint8Array([2, 4, 0, 0, 0])));
console.log([...runner.executeSync(prepared, new Uint8Array([1, 2, 3]))].join());
