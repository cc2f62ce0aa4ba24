// A runner for hosts that call an object with a `fetch` method: Deno (`deno serve`), Bun, workers at the edge.
// It runs two programs and no other, so it needs no authorization.
import { AsyncRunner } from "@lutra/runner-async";
import { createFetchHandler, type FetchHandler } from "@lutra/runner-http";
import { InterpreterRunner } from "@lutra/runner-interpreter";

const handler: FetchHandler = createFetchHandler(new AsyncRunner(new InterpreterRunner()), {
  programs: [
    // sha256sum examples/programs/{movie-search,sales-report}/program.bytecode-lt.rr.ld
    "ba5e23bcdacce95737b6a4bbb4bcb06d7543f2b7ab4376749896bf61e80bdab7",
    "6d0a6aec02a63214abe218c971c0b8d12301645e644f057b205b3025b23c1c90",
  ],
});

const worker: { fetch: FetchHandler } = { fetch: handler };
export default worker;
