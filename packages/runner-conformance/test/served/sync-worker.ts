// A worker that exposes the runner that `workerData` names to a thread that blocks; by default the interpreter.
import { workerData } from "node:worker_threads";
import { exposeRunner } from "@lutra/runner-sync";
import { type ServedRunner, servedRunners } from "./runners.ts";

exposeRunner(servedRunners[(workerData ?? "interpreter") as ServedRunner]());
