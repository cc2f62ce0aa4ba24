import { programFromBytes, RunnerError } from "@lutra/runner-core";
import { fetchExchange, HttpClient } from "@lutra/runner-http";
import { expect, test } from "vitest";
import { errorText } from "../src/error-text.ts";

async function errorOf(fetch: typeof globalThis.fetch): Promise<unknown> {
  const client = new HttpClient("http://server.example", { exchange: fetchExchange(fetch) });
  const prepared = await client.prepare(programFromBytes(new Uint8Array([0, 4, 0, 0, 0])));
  return client.execute(prepared, new Uint8Array()).catch((error: unknown) => error);
}

const answer = (status: number, body: unknown) => async (): Promise<Response> =>
  Response.json(body, { status });

test.each<readonly [string, typeof fetch, RegExp]>([
  ["no server", () => Promise.reject(new TypeError("Failed to fetch")), /^The server does not answer\./],
  ["a proxy without a server behind it", async () => new Response("", { status: 502 }), /^The server does not answer\./],
  ["a page or program that is not allowed", answer(403, { display: "no", code: "ACCESS_DENIED" }), /does not let this page/],
  ["a call that takes too long", answer(504, { display: "late", code: "TIMEOUT" }), /took too long/],
  ["a table that is missing", answer(422, { display: 'postgres: 42P01 relation "orders" does not exist', code: "EXECUTION_ERROR" }), /^The server could not answer: postgres: 42P01/],
  ["a page instead of an answer", async () => new Response("<html>"), /^The server could not answer: expected application\/lutra/],
])("%s", async (_, fetch, expected) => {
  expect(errorText(await errorOf(fetch))).toMatch(expected);
}); // prettier-ignore

test("a mistake of the page is not blamed on the server", () => {
  expect(errorText(new TypeError("x is undefined"))).toContain("this page");
  expect(errorText(new RunnerError("odd"))).toContain("odd");
});
