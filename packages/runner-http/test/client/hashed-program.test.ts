import { runnerFailure } from "@lutra-internal/testing";
import { ErrorCode, type Program } from "@lutra/runner-core";
import { embeddedProgram, programReference } from "@lutra/runner-core/generated";
import { beforeEach, expect, test, vi } from "vitest";
import { createFetchHandler, fetchExchange, HttpClient, sha256 } from "../../src/index.ts";
import { CountingRunner, identity, variantOf } from "../support/running.ts";

const input = new Uint8Array([1, 2, 3]);
const hash = await sha256(identity.bytes);
const other = variantOf(identity, 1);
const otherHash = await sha256(other.bytes);
const base64 = Buffer.from(identity.bytes).toString("base64");

let requests: string[];
let runner: CountingRunner;
let client: HttpClient;

beforeEach(() => {
  requests = [];
  runner = new CountingRunner();
  const handler = createFetchHandler(runner, { allowAnyone: true });
  client = new HttpClient("http://runner.test", {
    exchange: fetchExchange((url, init) => {
      const request = new Request(url, init);
      requests.push(`${request.method} ${new URL(request.url).pathname}`);
      return handler(request);
    }),
  });
});

async function call(program: Program): Promise<Uint8Array> {
  return await client.execute(await client.prepare(program), input);
}

test("a program's own hash names it on the server, and its bytes are hashed once", async () => {
  const digest = vi.spyOn(crypto.subtle, "digest");
  try {
    const program = embeddedProgram("bytecodeLt", hash, () => base64);
    for (let i = 0; i < 3; i++) await client.prepare(program);
    expect(digest).toHaveBeenCalledOnce();
    expect(await call(program)).toEqual(input);
  } finally {
    digest.mockRestore();
  }
  expect(requests).toEqual([
    `POST /programs/${hash}/execute`,
    `PUT /programs/${hash}`,
    `POST /programs/${hash}/execute`,
  ]);
});

test("a reference runs on a server that has the program", async () => {
  await call(identity);
  requests.length = 0;
  expect(await call(programReference("bytecodeLt", hash))).toEqual(input);
  expect(requests).toEqual([`POST /programs/${hash}/execute`]);
});

test("a reference that the server does not have says where to list it", async () => {
  const error = await runnerFailure(call(programReference("bytecodeLt", hash)));
  expect(error.code).toBe(ErrorCode.PREPARE_ERROR);
  expect(error.message).toMatch(/on a server that lists it in its `programs`/);
  expect(runner.started).toBe(0);
});

test.each([
  ["by hand", { ...identity, hash: otherHash }],
  ["by a generator", embeddedProgram("bytecodeLt", otherHash, () => base64)],
])("bytes with the hash of another program, put together %s, run neither", async (_, program) => {
  await call(other);
  requests.length = 0;
  for (let i = 0; i < 2; i++) {
    const error = await runnerFailure(call(program));
    expect(error.code).toBe(ErrorCode.DECODE_ERROR);
    expect(error.message).toBe(
      `the program's SHA-256 is ${hash}, its hash says ${otherHash}: compile it again, or generate its module again`,
    );
  }
  expect(requests).toEqual([]);
});

test.each(["", "../externals", hash.toUpperCase(), hash.slice(1), `${hash}0`, `${hash}\n`])(
  "%j is no hash, and no path",
  async (wrong) => {
    for (const program of [{ ...identity, hash: wrong }, programReference("bytecodeLt", wrong)]) {
      expect(await runnerFailure(call(program))).toMatchObject({ code: ErrorCode.DECODE_ERROR });
    }
    expect(requests).toEqual([]);
  },
);

test("an own hash that is undefined counts as none", async () => {
  expect(await call({ ...identity, hash: undefined })).toEqual(input);
});
