import { afterEach, expect, test, vi } from "vitest";
import { listenTo, type PortLike } from "../../src/transport.ts";

const open: MessagePort[] = [];

afterEach(() => {
  for (const port of open.splice(0)) port.close();
});

interface Heard {
  readonly messages: unknown[];
  readonly losses: (readonly [what: string, cause?: unknown])[];
  readonly stop: () => void;
}

function hear(port: PortLike): Heard {
  const messages: unknown[] = [];
  const losses: (readonly [what: string, cause?: unknown])[] = [];
  const stop = listenTo(port, {
    message: (message) => messages.push(message),
    lost: (...loss) => losses.push(loss),
  });
  return { messages, losses, stop };
}

/** A port that only has what a browser's worker has. */
class BrowserWorker extends EventTarget {
  postMessage(): void {}
}

test("messages and the end of a Node port are heard, until one stops", async () => {
  const { port1, port2 } = new MessageChannel();
  open.push(port1, port2);
  const heard = hear(port1);
  port2.postMessage({ a: 1 });
  await vi.waitFor(() => expect(heard.messages).toEqual([{ a: 1 }]));
  port2.close();
  await vi.waitFor(() => expect(heard.losses).toEqual([["the other side closed the port"]]));

  const other = new MessageChannel();
  open.push(other.port1, other.port2);
  const stopped = hear(other.port1);
  stopped.stop();
  other.port2.postMessage(1);
  other.port2.close();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(stopped).toMatchObject({ messages: [], losses: [] });
});

test("messages of a browser's worker are the data of its events", () => {
  const worker = new BrowserWorker();
  const { messages, stop } = hear(worker);
  worker.dispatchEvent(new MessageEvent("message", { data: 1 }));
  stop();
  worker.dispatchEvent(new MessageEvent("message", { data: 2 }));
  expect(messages).toEqual([1]);
});

test.each([
  [
    "an uncaught error",
    Object.assign(new Event("error"), { message: "Uncaught x", error: "x" }),
    "the worker failed: Uncaught x",
    "x",
  ],
  [
    "a script that does not load",
    new Event("error"),
    "the worker failed, probably because its script could not be loaded",
    expect.any(Event),
  ],
  [
    "a message that cannot be read",
    new Event("messageerror"),
    "a message could not be read",
    expect.any(Event),
  ],
])("%s of a browser's worker is a loss", (_, event, what, cause) => {
  const worker = new BrowserWorker();
  const { losses } = hear(worker);
  worker.dispatchEvent(event);
  expect(losses).toEqual([[what, cause]]);
});

test("only the first of several losses is told", () => {
  const worker = new BrowserWorker();
  const { losses } = hear(worker);
  for (const type of ["error", "messageerror", "error"]) worker.dispatchEvent(new Event(type));
  expect(losses).toHaveLength(1);
});

test("what has no events is no port", () => {
  expect(() => hear({ postMessage: () => {} })).toThrow(TypeError);
});
