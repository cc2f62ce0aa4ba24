import { expect, test } from "vitest";
import { fetchExchange, HttpClient } from "../../src/index.ts";
import { OpenCalls } from "../../src/client/open-calls.ts";

test("a call is cancelled with its caller's signal, and with its reason", () => {
  const calls = new OpenCalls();
  const source = new AbortController();
  const { cancellation } = calls.open(source.signal);
  source.abort("given up");
  expect(cancellation.reason).toBe("given up");
  expect(calls.open(source.signal).cancellation.reason).toBe("given up");
});

test("a call that has settled is left alone", () => {
  const calls = new OpenCalls();
  const source = new AbortController();
  const { cancellation, close } = calls.open(source.signal);
  const { cancellation: other } = calls.open(undefined);
  close();
  source.abort();
  calls.cancelAll("the end");
  expect(cancellation.isCancelled).toBe(false);
  expect(other.reason).toBe("the end");
});

test("a request's signal is its own: what fetch hangs on it goes with the request", async () => {
  const signals: (AbortSignal | null | undefined)[] = [];
  const fetch = async (_: unknown, init?: RequestInit): Promise<Response> => {
    signals.push(init?.signal);
    return Response.json([]);
  };
  const client = new HttpClient("http://localhost", { exchange: fetchExchange(fetch) });
  await client.getExternals();
  await client.getExternals();
  await client.shutdown();
  expect(new Set(signals).size).toBe(2);
  expect(signals.map((signal) => signal?.aborted)).toEqual([false, false]);
});
