import { expect, test, vi } from "vitest";
import { workerPort } from "../src/index.ts";

function stubbed(globals: Readonly<Record<string, unknown>>, check: () => void): void {
  for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value);
  try {
    check();
  } finally {
    vi.unstubAllGlobals();
  }
}

test("outside a worker there is no worker's port", () => {
  // Whatever runs this test may be a Node worker itself; without `process`, it is no worker that is known.
  stubbed({ process: undefined }, () => {
    expect(() => workerPort()).toThrow(expect.objectContaining({ code: "UNSUPPORTED" }));
  });
});

test("in a Node worker it is the parent's port", () => {
  const parentPort = { postMessage: () => {} };
  stubbed({ process: { getBuiltinModule: () => ({ parentPort }) } }, () => {
    expect(workerPort()).toBe(parentPort);
  });
});

test("in a browser's worker it is the scope, without its close, which would end the worker", () => {
  const postMessage = vi.fn<(message: unknown, transfer: unknown) => void>();
  const globals = { process: undefined, WorkerGlobalScope: class {}, postMessage, close: () => {} };
  stubbed(globals, () => {
    const port = workerPort();
    port.postMessage("x", []);
    expect(postMessage).toHaveBeenCalledWith("x", []);
    expect("close" in port).toBe(false);
  });
});
