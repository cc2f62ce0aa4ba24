import { countTransferredTaken, failure } from "@lutra-internal/testing";
import { type Program, programFromBytes } from "@lutra/runner-core";
import { afterEach, describe, expect, test } from "vitest";
import { plainBytes } from "../../src/bytes/plain-bytes.ts";
import { createFetchHandler, fetchExchange, HttpClient } from "../../src/index.ts";
import { listen } from "../../src/node.ts";
import { atEnd, cleanUp, exchanges } from "../support/exchanges.ts";
import { CountingRunner, identity } from "../support/running.ts";

afterEach(cleanUp);

/** Resizable memory is in Node 20, and in the libraries of TypeScript from ES2024 on. */
type Resizable = ArrayBuffer & { resize(length: number): void };
type Growable = SharedArrayBuffer & { grow(length: number): void };
type Maker<T> = new (length: number, options: { maxByteLength: number }) => T;
const resizable = (length: number): Resizable =>
  new (ArrayBuffer as unknown as Maker<Resizable>)(length, { maxByteLength: 4096 });
const growable = (length: number): Growable =>
  new (SharedArrayBuffer as unknown as Maker<Growable>)(length, { maxByteLength: 4096 });

/** Views of the same bytes in memory of every kind. */
const kinds: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  "plain memory": (bytes) => bytes.slice(),
  "plain memory, at an offset": (bytes) => placed(new Uint8Array(bytes.length + 9).subarray(5), bytes),
  "a Buffer": (bytes) => Buffer.from(bytes),
  "shared memory": (bytes) => placed(new Uint8Array(new SharedArrayBuffer(bytes.length)), bytes),
  "shared memory, at an offset": (bytes) => placed(new Uint8Array(new SharedArrayBuffer(bytes.length + 9), 5), bytes),
  "growable shared memory": (bytes) => placed(new Uint8Array(growable(bytes.length)), bytes),
  "resizable memory": (bytes) => placed(new Uint8Array(resizable(bytes.length)), bytes),
  "resizable memory, at an offset": (bytes) => placed(new Uint8Array(resizable(bytes.length + 9), 5, bytes.length), bytes),
}; // prettier-ignore

function placed(view: Uint8Array, bytes: Uint8Array): Uint8Array {
  view.set(bytes);
  return view.subarray(0, bytes.length);
}

const input = Uint8Array.from({ length: 700 }, (_, i) => i * 7);

describe.each(Object.entries(kinds))("bytes in %s", (_, make) => {
  test.each(Object.entries(exchanges))("are a program and an input for %s", async (__, exchange) => {
    const listener = await listen(new CountingRunner(), { allowAnyone: true });
    atEnd(() => listener.close(0));
    const client = new HttpClient(`http://${listener.address}`, { exchange: exchange() });
    const program: Program = { kind: "bytecodeLt", bytes: make(identity.bytes) };
    const prepared = await client.prepare(program);
    expect(await client.execute(prepared, make(input))).toEqual(input);
    expect(await client.execute(prepared, make(new Uint8Array()))).toEqual(new Uint8Array());
  }); // prettier-ignore

  test("are an output", async () => {
    const runner = new CountingRunner();
    runner.execute = async () => make(input);
    const handler = createFetchHandler(runner, { allowAnyone: true });
    const exchange = fetchExchange((url, init) => handler(new Request(url, init)));
    const client = new HttpClient("http://runner.test", { exchange });
    expect(await client.execute(await client.prepare(identity), input)).toEqual(input);
  });
});

describe("memory that is gone", () => {
  const gone: Readonly<Record<string, (bytes: Uint8Array) => () => void>> = {
    "transferred away": (bytes) => () => void structuredClone(bytes.buffer, { transfer: [bytes.buffer as ArrayBuffer] }),
    "shrunk below the view": (bytes) => () => (bytes.buffer as Resizable).resize(1),
  }; // prettier-ignore
  const view = (bytes: Uint8Array): Uint8Array =>
    placed(new Uint8Array(resizable(bytes.length + 8), 8, bytes.length), bytes);

  test.each(Object.entries(gone))("%s is no empty input, and no program", async (_, take) => {
    const listener = await listen(new CountingRunner(), { allowAnyone: true });
    atEnd(() => listener.close(0));
    const client = new HttpClient(`http://${listener.address}`);
    const prepared = await client.prepare(identity);
    const bytes = view(input);
    take(bytes)();
    const error = await failure(client.execute(prepared, bytes));
    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toMatch(/memory of the input was transferred or taken away/);
    const program = programFromBytes(view(identity.bytes));
    take(program.bytes)();
    expect(String(await failure(client.prepare(program)))).toMatch(/memory of the program/);
  });
});

test("memory that is gone is no empty input for compiled code, either", () => {
  expect(countTransferredTaken((bytes) => plainBytes(bytes, "input"))).toBe(0);
});

test("an input that is no Uint8Array is refused before it is sent", async () => {
  const client = new HttpClient("http://runner.test");
  const prepared = await client.prepare(identity);
  for (const wrong of ["abc", [1], new ArrayBuffer(1), new DataView(new ArrayBuffer(1)), null]) {
    const error = await failure(client.execute(prepared, wrong as unknown as Uint8Array));
    expect(String(error)).toBe(`TypeError: the input must be a Uint8Array, got ${typeof wrong}`);
  }
});
