import { AsyncRunner } from "@lutra/runner-async";
import { servePort, workerPort } from "@lutra/runner-channel";
import { InterpreterRunner } from "@lutra/runner-interpreter";
import { ready } from "./in-worker.ts";

servePort(new AsyncRunner(new InterpreterRunner()), workerPort());
postMessage(ready);
