// Exposes a runner that echoes.
import { exposeRunner } from "@lutra/runner-sync";
import { EchoRunner } from "../transport/echo-runner.ts";

exposeRunner(new EchoRunner());
