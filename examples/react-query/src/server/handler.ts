// The server of the page: it lists the programs of the module, and has them ready.
import { AsyncRunner } from "@lutra/runner-async";
import { createFetchHandler, type FetchHandler } from "@lutra/runner-http";
import { InterpreterRunner } from "@lutra/runner-interpreter";
import { programs } from "./sales.lutra.ts";

/** Answers the calls of the page. */
export function createHandler(): FetchHandler {
  return createFetchHandler(new AsyncRunner(new InterpreterRunner()), {
    programs,
    basePath: "/lutra",
  });
}
