import { createHash } from "node:crypto";
import { createRandom } from "@lutra-internal/testing";
import { afterEach, expect, test, vi } from "vitest";
import { createFetchHandler, fetchExchange, HttpClient, sha256 } from "../../src/index.ts";
import { CountingRunner, identity } from "../support/running.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

const expected = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

test.each([true, false])(
  "every length around the blocks, with WebCrypto: %s",
  async (hasSubtle) => {
    if (!hasSubtle) vi.stubGlobal("crypto", {});
    const random = createRandom(7);
    for (let length = 0; length < 200; length++) {
      const bytes = Uint8Array.from({ length }, () => random.below(256));
      expect(await sha256(bytes)).toBe(expected(bytes));
    }
    const large = new Uint8Array(1_000_003).fill(0xff);
    expect(await sha256(large)).toBe(expected(large));
  },
);

test("a page over plain http on a network of one's own can call", async () => {
  vi.stubGlobal("crypto", undefined);
  const handler = createFetchHandler(new CountingRunner(), { allowAnyone: true });
  const exchange = fetchExchange((url, init) => handler(new Request(url, init)));
  const client = new HttpClient("http://192.168.1.2", { exchange });
  const prepared = await client.prepare(identity);
  expect(prepared.hash).toBe(expected(identity.bytes));
  expect(await client.execute(prepared, new Uint8Array([1]))).toEqual(new Uint8Array([1]));
});
