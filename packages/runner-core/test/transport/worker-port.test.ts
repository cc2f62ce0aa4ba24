import { expect, test, vi } from "vitest";
import { listenTo, workerPort } from "../../src/transport.ts";

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

test.each([
  ["a page", { postMessage: () => {} }],
  ["a shared worker", { WorkerGlobalScope: class {} }],
])("%s has no creator to talk to", (_, globals) => {
  stubbed({ process: undefined, ...globals }, () => {
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

test("an uncaught error of a browser's worker is no loss of its port", () => {
  const scope = new EventTarget();
  const globals = {
    process: undefined,
    WorkerGlobalScope: class {},
    postMessage: () => {},
    addEventListener: scope.addEventListener.bind(scope),
    removeEventListener: scope.removeEventListener.bind(scope),
  };
  stubbed(globals, () => {
    const message = vi.fn<(message: unknown) => void>();
    const lost = vi.fn<(what: string) => void>();
    const stop = listenTo(workerPort(), { message, lost });
    scope.dispatchEvent(Object.assign(new Event("error"), { error: new Error("out of hand") }));
    expect(lost).not.toHaveBeenCalled();
    scope.dispatchEvent(new MessageEvent("message", { data: 1 }));
    expect(message.mock.calls).toEqual([[1]]);
    scope.dispatchEvent(new Event("messageerror"));
    expect(lost).toHaveBeenCalledOnce();
    stop();
    scope.dispatchEvent(new MessageEvent("message", { data: 2 }));
    expect(message).toHaveBeenCalledOnce();
  });
});
