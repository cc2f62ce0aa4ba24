// What a worker starts with: runs the TypeScript module of its `workerData` straight from its source.
import { workerData } from "node:worker_threads";
import { register } from "tsx/esm/api";

register();
await import(workerData);
