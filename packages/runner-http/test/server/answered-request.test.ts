import { until } from "@lutra-internal/testing";
import { expect, test } from "vitest";
import { type AnsweredRequest, createFetchHandler, mediaType, sha256 } from "../../src/index.ts";
import { CountingRunner, identity } from "../support/running.ts";

const hash = await sha256(identity.bytes);
const request = (path: string, init: RequestInit = {}): Request =>
  new Request(`http://localhost${path}`, { headers: { "content-type": mediaType }, ...init });
const upload = (): Request =>
  request(`/programs/${hash}`, { method: "PUT", body: identity.bytes as BodyInit });
const execute = (init: RequestInit = {}): Request =>
  request(`/programs/${hash}/execute`, { method: "POST", body: "abc", ...init });

function logged() {
  const lines: AnsweredRequest[] = [];
  const runner = new CountingRunner();
  const handler = createFetchHandler(runner, {
    allowAnyone: true,
    onAnswer: (answered) => lines.push(answered),
  });
  return { lines, runner, handler };
}

test("each request is told once, with what came of it and without its query", async () => {
  const { lines, handler } = logged();
  await handler(upload());
  await handler(execute());
  await handler(request("/externals?token=secret"));
  const missing = await handler(request("/päge"));
  const { length } = new TextEncoder().encode(await missing.text());
  const ms = expect.any(Number) as unknown;
  expect(lines).toEqual([
    { method: "PUT", path: `/programs/${hash}`, program: hash, status: 201, bytes: 0, ms },
    { method: "POST", path: `/programs/${hash}/execute`, program: hash, status: 200, bytes: 3, ms },
    { method: "GET", path: "/externals", program: undefined, status: 200, bytes: 2, ms },
    { method: "GET", path: "/p%C3%A4ge", program: undefined, status: 404, bytes: length, ms },
  ]);
  expect(lines.every(({ ms }) => ms >= 0)).toBe(true);
});

test("a client that went away is told from an answer, and from time that is over", async () => {
  const { lines, runner, handler } = logged();
  await handler(upload());
  runner.gate = new Promise(() => {});
  const gone = new AbortController();
  const call = handler(execute({ signal: gone.signal }));
  await until(() => runner.started === 1);
  gone.abort();
  await call;
  const impatient = createFetchHandler(runner, {
    allowAnyone: true,
    callTimeoutMs: 1,
    onAnswer: (answered) => lines.push(answered),
  });
  await impatient(upload());
  await impatient(execute());
  expect(lines.map(({ status }) => status)).toEqual([201, 499, 201, 504]);
});

test("a log that throws costs no answer", async () => {
  const handler = createFetchHandler(new CountingRunner(), {
    allowAnyone: true,
    onAnswer: () => {
      throw new Error("disk full");
    },
  });
  expect((await handler(request("/externals"))).status).toBe(200);
});
