// A worker that serves the runner that it is told by `workerData`.
import { workerData } from "node:worker_threads";
import { servePort, workerPort } from "@lutra/runner-channel";
import { type ServedRunner, servedRunners } from "./runners.ts";

servePort(servedRunners[workerData as ServedRunner](), workerPort());
