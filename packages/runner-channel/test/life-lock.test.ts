import { expect, test, vi } from "vitest";
import { holdLifeLock, watchLifeLock } from "../src/life-lock.ts";

type Callback = () => Promise<void> | undefined;

/** Locks of one page: each is held until the promise of its holder's callback settles. */
class Locks {
  readonly #last = new Map<string, Promise<unknown>>();

  request(
    name: string,
    { signal }: { signal?: AbortSignal },
    callback: Callback,
  ): Promise<unknown> {
    const turn = this.#last.get(name);
    const take = async (): Promise<void> => {
      await turn;
      if (signal?.aborted !== true) await callback();
    };
    const request = take();
    this.#last.set(name, request);
    return request;
  }
}

/** Calls a function as in a browser with such locks, or in Node if there is no `navigator`. */
function within<T>(globals: { navigator?: object | undefined }, call: () => T): T {
  if ("navigator" in globals) {
    vi.stubGlobal("navigator", globals.navigator);
    vi.stubGlobal("process", undefined);
  }
  try {
    return call();
  } finally {
    vi.unstubAllGlobals();
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

test("who watches a lock is told when its holder lets go, and not before", async () => {
  const page = { navigator: { locks: new Locks() } };
  const onHeld = vi.fn<(name: string | undefined) => void>();
  const onGone = vi.fn<() => void>();
  const letGo = within(page, () => holdLifeLock(onHeld));
  await settled();
  expect(onHeld.mock.calls).toEqual([[expect.stringMatching(/^lutra .{36}$/)]]);
  const [name] = onHeld.mock.calls[0] as [string];
  within(page, () => watchLifeLock(name, onGone));
  await settled();
  expect(onGone).not.toHaveBeenCalled();
  letGo();
  await settled();
  expect(onGone).toHaveBeenCalledOnce();
});

test("who stops watching is told nothing", async () => {
  const page = { navigator: { locks: new Locks() } };
  const onGone = vi.fn<() => void>();
  let name: string | undefined;
  const letGo = within(page, () => holdLifeLock((held) => (name = held)));
  await settled();
  const stop = within(page, () => watchLifeLock(name, onGone));
  stop();
  letGo();
  await settled();
  expect(onGone).not.toHaveBeenCalled();
});

test.each([
  ["in Node", {}],
  ["in a browser without locks", { navigator: {} }],
  ["where there is no navigator", { navigator: undefined }],
  [
    "on a page of an opaque origin",
    { navigator: { locks: { request: () => Promise.reject(new Error("SecurityError")) } } },
  ],
])("%s no lock is held, and none is watched", async (_, globals) => {
  const onHeld = vi.fn<(name: string | undefined) => void>();
  const onGone = vi.fn<() => void>();
  const letGo = within(globals, () => holdLifeLock(onHeld));
  await settled();
  expect(onHeld.mock.calls).toEqual([[undefined]]);
  within(globals, () => watchLifeLock(undefined, onGone))();
  within(globals, () => watchLifeLock("lutra x", onGone))();
  letGo();
  await settled();
  expect(onGone).not.toHaveBeenCalled();
});
