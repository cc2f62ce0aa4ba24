// What the checks start: a process or a worker that serves a runner.
import { isMainThread, workerData } from "node:worker_threads";
import { AsyncRunner } from "@lutra/runner-async";
import { servePort, workerPort } from "@lutra/runner-channel";
import { ProbeRunner } from "@lutra/runner-conformance";
import { InterpreterRunner } from "@lutra/runner-interpreter";
import { servePosix } from "@lutra/runner-posix";
import { exposeRunner } from "@lutra/runner-sync";

if (isMainThread) await servePosix(new ProbeRunner());
else if (workerData === "sync") exposeRunner(new AsyncRunner(new InterpreterRunner()));
else servePort(new ProbeRunner(), workerPort());
