// A worker that exposes the interpreter to a thread that blocks.
import { exposeRunner } from "@lutra/runner-sync";
import { servedRunners } from "./runners.ts";

exposeRunner(servedRunners.interpreter());
