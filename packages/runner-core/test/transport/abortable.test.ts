import { getEventListeners } from "node:events";
import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { abortable } from "../../src/transport/abortable.ts";

const failing = async (): Promise<never> => {
  await turn();
  throw new Error("the work failed");
};

test.each([undefined, new AbortController().signal])("settles as the work does", async (signal) => {
  expect(await abortable(Promise.resolve(7), signal)).toBe(7);
  await expect(abortable(failing(), signal)).rejects.toThrow("the work failed");
});

test("rejects with the reason of a signal, before the work ends or begins", async () => {
  const controller = new AbortController();
  const during = abortable(new Promise(() => {}), controller.signal);
  const reason = new Error("enough");
  controller.abort(reason);
  await expect(during).rejects.toBe(reason);
  await expect(abortable(Promise.resolve(), controller.signal)).rejects.toBe(reason);
});

test("work that fails after its only caller gave up ends no process", async () => {
  const unhandled: unknown[] = [];
  const onUnhandled = (error: unknown): void => void unhandled.push(error);
  process.on("unhandledRejection", onUnhandled);
  await expect(abortable(failing(), AbortSignal.abort())).rejects.toThrow(DOMException);
  await turn();
  await turn();
  process.off("unhandledRejection", onUnhandled);
  expect(unhandled).toEqual([]);
});

test("leaves no listener on the signal", async () => {
  const { signal } = new AbortController();
  await abortable(Promise.resolve(), signal);
  await abortable(failing(), signal).catch(() => {});
  await turn();
  expect(getEventListeners(signal, "abort")).toEqual([]);
});
