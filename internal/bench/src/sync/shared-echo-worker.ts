// Exposes a runner that echoes what it reads from shared memory.
import { exposeRunner } from "@lutra/runner-sync";
import { EchoRunner } from "../transport/echo-runner.ts";

exposeRunner(new EchoRunner(), { sharedInput: true });
