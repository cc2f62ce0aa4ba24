import { createRandom } from "@lutra-internal/testing";
import { DecodeError } from "@lutra/bin";
import { bytesFromHex, hexFromBytes, vectors } from "@lutra-internal/fixtures";
import type { RequestMessage, ResponseMessage } from "@lutra/runner-core/transport";
import { expect, test } from "vitest";
import { generationB } from "../src/index.ts";
import { bodies, requestBytes, responseBytes } from "./support/frames.ts";

const { protocolB } = vectors();
const requests = protocolB.filter(({ dir }) => dir === "client");
const responses = protocolB.filter(({ dir }) => dir === "server");

const one = (bytes: Uint8Array): string => hexFromBytes(bytes.subarray(4));
const plain = (hex: string): string => hex.replaceAll(" ", "");

test.each(requests)("request: $name", ({ body }) => {
  const request = generationB.readRequest(bytesFromHex(body));
  expect(one(requestBytes(generationB, request))).toBe(plain(body));
});

test.each(responses)("response: $name", ({ body }) => {
  const response = generationB.readResponse(bytesFromHex(body));
  expect(one(responseBytes(generationB, response))).toBe(plain(body));
});

test.each(protocolB.filter(({ prefix }) => prefix !== undefined))("prefix: $name", (vector) => {
  const bytes =
    vector.dir === "client"
      ? requestBytes(generationB, generationB.readRequest(bytesFromHex(vector.body)))
      : responseBytes(generationB, generationB.readResponse(bytesFromHex(vector.body)));
  expect(hexFromBytes(bytes.subarray(0, 4))).toBe(plain(vector.prefix ?? ""));
});

const requestRows: [string, RequestMessage][] = [
  [
    "02000000 00 04000000 00000000 08000000 02000000 aabb",
    { kind: "prepare", id: 2, programId: 0, program: new Uint8Array([0xaa, 0xbb]) },
  ],
  [
    "ffffffff 01 04000000 fefffffe 08000000 00000000",
    { kind: "execute", id: 0xffffffff, programId: 0xfefffffe, input: new Uint8Array() },
  ],
  ["07000000 02 04000000 09000000", { kind: "release", id: 7, programId: 9 }],
  ["01000000 03 00000000", { kind: "getInterface", id: 1 }],
  ["00000000 04 00000000", { kind: "getExternals", id: 0 }],
];

test.each(requestRows)("%s is a request", (hex, request) => {
  expect(generationB.readRequest(bytesFromHex(hex))).toEqual(request);
  expect(one(requestBytes(generationB, request))).toBe(plain(hex));
});

const responseRows: [string, ResponseMessage][] = [
  ["02000000 00 04000000 00 00000000", { kind: "prepare", id: 2 }],
  [
    "03000000 01 04000000 00 04000000 08000000 02000000 0102",
    { kind: "execute", id: 3, output: new Uint8Array([1, 2]) },
  ],
  ["07000000 02 04000000 00 00000000", { kind: "release", id: 7 }],
  [
    "07000000 03 04000000 00 04000000 08000000 02000000 c3a9",
    { kind: "getInterface", id: 7, source: "é" },
  ],
  [
    "07000000 04 04000000 00 04000000 08000000 02000000 10000000 01000000 09000000 00000000 61",
    { kind: "getExternals", id: 7, externals: ["a", ""] },
  ],
  [
    "07000000 02 04000000 01 04000000 0d000000 01000000 00 00000000 45",
    { kind: "error", id: 7, request: "release", error: { display: "E", code: undefined } },
  ],
];

test.each(responseRows)("%s is a response", (hex, response) => {
  expect(generationB.readResponse(bytesFromHex(hex))).toEqual(response);
  expect(one(responseBytes(generationB, response))).toBe(plain(hex));
});

test("a read program outlives its frame, an input is a view of it", () => {
  const prepare = bytesFromHex(requestRows[0]![0]);
  const request = generationB.readRequest(prepare);
  if (request.kind !== "prepare") throw new Error(request.kind);
  expect(request.program.buffer).not.toBe(prepare.buffer);
  const execute = bytesFromHex(requests.find(({ name }) => name.startsWith("execute"))!.body);
  const second = generationB.readRequest(execute);
  if (second.kind !== "execute") throw new Error(second.kind);
  expect(second.input.buffer).toBe(execute.buffer);
});

test.each([
  [
    "trailing bytes",
    "01000000 02 04000000 07000000 6363",
    { kind: "release", id: 1, programId: 7 },
  ],
  ["a query without its padding", "01000000 03", { kind: "getInterface", id: 1 }],
  [
    "other pointers than the canonical ones",
    "01000000 02 06000000 eeee 07000000",
    { kind: "release", id: 1, programId: 7 },
  ],
  [
    "a null pointer with no bytes",
    "05000000 01 04000000 03000000 00000000 00000000",
    { kind: "execute", id: 5, programId: 3, input: new Uint8Array() },
  ],
])("%s are accepted", (_, hex, request) => {
  expect(generationB.readRequest(bytesFromHex(hex))).toEqual(request);
});

test.each([
  ["", "empty"],
  ["00000000 09 04000000", "unknown tag"],
  ["00000000 01 04000000 01", "truncated execute"],
  ["00000000 02 ffffffff 07000000", "pointer after the end"],
  ["00000000 01 04000000 00000000 08000000 ffffffff 01", "length past the end"],
  ["02040000 00", "truncated prepare"],
])("%s is no request: %s", (hex) => {
  expect(() => generationB.readRequest(bytesFromHex(hex))).toThrow(DecodeError);
});

test.each([
  ["07000000 05 04000000 00 00000000", "unknown kind"],
  ["07000000 01 04000000 02 04000000 08000000 00000000", "unknown result"],
  ["07000000 03 04000000 00 04000000 08000000 01000000 ff", "bad UTF-8"],
  ["07000000 02 04000000 01 04000000 0d000000 01000000 02 00000000 45", "bad option tag"],
  ["07000000 04 04000000 00 04000000 08000000 ffffffff", "too many items"],
])("%s is no response: %s", (hex) => {
  expect(() => generationB.readResponse(bytesFromHex(hex))).toThrow(DecodeError);
});

test("an unknown tag is told with its place", () => {
  const told = (at: number): unknown => expect.objectContaining({ offset: at });
  const request = bytesFromHex("00000000 09 04000000");
  expect(() => generationB.readRequest(request)).toThrow(told(4));
  expect(() => generationB.readResponse(request)).toThrow(told(4));
  const response = bytesFromHex("ffff 07000000 01 04000000 02 04000000");
  expect(() => generationB.readResponse(response, 2)).toThrow(told(9));
});

test("texts that share their bytes a thousandfold are refused", () => {
  const count = 1000;
  const text = 100_000;
  const body = new Uint8Array(22 + count * 8 + text).fill(0x61);
  const view = new DataView(body.buffer);
  body.set(bytesFromHex("07000000 04 04000000 00 04000000 08000000"));
  view.setUint32(18, count, true);
  for (let i = 0; i < count; i++) {
    view.setUint32(22 + i * 8, (count - i) * 8, true);
    view.setUint32(26 + i * 8, text, true);
  }
  expect(() => generationB.readResponse(body)).toThrow(/share too many bytes/);
});

test("a byte order mark is text", () => {
  const hex = "07000000 03 04000000 00 04000000 08000000 03000000 efbbbf";
  expect(generationB.readResponse(bytesFromHex(hex))).toMatchObject({ source: "\ufeff" });
});

test("every truncation and 20,000 mutations decode or raise a DecodeError", () => {
  const random = createRandom(2).below;
  const read = (dir: string, body: Uint8Array): void => {
    try {
      if (dir === "client") generationB.readRequest(body);
      else generationB.readResponse(body);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
    }
  };
  for (const { dir, body } of protocolB) {
    const bytes = bytesFromHex(body);
    for (let end = 0; end < bytes.length; end++) read(dir, bytes.subarray(0, end));
  }
  for (let round = 0; round < 20_000; round++) {
    const { dir, body } = protocolB[random(protocolB.length)]!;
    const bytes = bytesFromHex(body);
    for (let i = 0; i <= random(3); i++) bytes[random(bytes.length)] = random(256);
    read(dir, bytes);
  }
  expect(bodies(requestBytes(generationB, { kind: "getInterface", id: 0 }))).toHaveLength(1);
});

test.each([
  ["07000000 01 ffffffff", { id: 7, kind: "execute" }],
  ["07000000 00", { id: 7, kind: "prepare" }],
  ["07000000 09 00000000", undefined],
  ["070000", undefined],
])("%s can be answered as %o", (hex, broken) => {
  expect(generationB.readBrokenRequest(bytesFromHex(hex))).toEqual(broken);
});

test("faults of messages are told alike wherever they lie in a chunk", () => {
  let faults = 0;
  const outcome = (read: () => unknown): unknown => {
    try {
      return read();
    } catch (error) {
      faults++;
      return error;
    }
  };
  for (const { dir, body } of protocolB) {
    const read = (from: Uint8Array, start?: number, end?: number): unknown =>
      dir === "client"
        ? generationB.readRequest(from, start, end)
        : generationB.readResponse(from, start, end);
    const bytes = bytesFromHex(body);
    for (let at = 0; at < bytes.length; at++) {
      const damaged = bytes.with(at, 0x7f);
      const chunk = new Uint8Array([9, 9, 9, ...damaged, 9]);
      const within = outcome(() => read(chunk, 3, 3 + bytes.length));
      expect(within).toEqual(outcome(() => read(damaged)));
    }
  }
  expect(faults).toBeGreaterThan(100);
});
