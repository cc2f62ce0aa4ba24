import { LostCallError } from "@lutra/runner-core";
import { describe, expect, test } from "vitest";
import { replyError } from "../../src/client/reply-error.ts";

const errorOf = (status: number, text: string, retryAfter?: string): Error => {
  const reply = { status, contentType: undefined, retryAfter, readBody: () => undefined };
  return replyError("execute", reply, text);
};

describe("a 503 of a server of ours", () => {
  test.each([
    ["2", 2000],
    ["0.5", 500],
    ["10", 10_000],
    ["3600", 10_000],
    ["0", 1000],
    ["Wed, 21 Oct 2026 07:28:00 GMT", 1000],
  ])("with Retry-After: %s asks to wait for %d ms", (retryAfter, retryAfterMs) => {
    const error = errorOf(503, '{"display":"busy"}', retryAfter);
    expect(error).toMatchObject({ message: "busy; the program did not run", retryAfterMs });
  });

  test("without Retry-After is one that may have run, and says nothing of a wait", () => {
    const error = errorOf(503, '{"display":"busy"}');
    expect(error).toMatchObject({ mayHaveRun: true, retryAfterMs: 0 });
  });
});

test.each([408, 413, 429, 499, 500, 501, 505])("a status of %d tells of no lost call", (status) => {
  expect(errorOf(status, "")).not.toBeInstanceOf(LostCallError);
  expect(errorOf(status, "").message).toBe(`HTTP status ${status}`);
});

test("a foreign answer is told by its first 64 characters", () => {
  const text = "busy ".repeat(20);
  expect(errorOf(502, text).message).toMatch(`HTTP status 502: "${text.slice(0, 64)}"; `);
});
