// Serves a runner that echoes.
import { servePort, workerPort } from "@lutra/runner-channel";
import { EchoRunner } from "../transport/echo-runner.ts";

servePort(new EchoRunner(), workerPort(), { transfer: true });
