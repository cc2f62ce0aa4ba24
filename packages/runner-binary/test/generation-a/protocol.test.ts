import { createRandom } from "@lutra-internal/testing";
import { DecodeError } from "@lutra/bin";
import { bytesFromHex, hexFromBytes, vectors } from "@lutra-internal/fixtures";
import type { RequestMessage } from "@lutra/runner-core/transport";
import { expect, test } from "vitest";
import { generationA } from "../../src/generation-a.ts";
import { generationB } from "../../src/index.ts";
import { requestBytes, responseBytes } from "../support/frames.ts";

const { protocolA } = vectors();
const plain = (hex: string): string => hex.replaceAll(" ", "");

test.each(protocolA)("$dir: $name", ({ dir, body, prefix = "" }) => {
  const bytes =
    dir === "client"
      ? requestBytes(generationA, generationA.readRequest(bytesFromHex(body)))
      : responseBytes(generationA, generationA.readResponse(bytesFromHex(body)));
  expect(hexFromBytes(bytes)).toBe(plain(prefix + body));
});

test.each([
  [
    "00 04000000 03000000 08000000 02000000 aabb",
    { kind: "prepare", id: 0, programId: 3, program: new Uint8Array([0xaa, 0xbb]) },
  ],
  [
    "01 04000000 00000000 0c000000 02000000 05000000 0102",
    { kind: "execute", id: 5, programId: 0, input: new Uint8Array([1, 2]) },
  ],
  ["02 04000000 09000000", { kind: "release", id: 0, programId: 9 }],
])("%s is a request", (hex, request) => {
  expect(generationA.readRequest(bytesFromHex(hex))).toEqual(request);
  expect(hexFromBytes(requestBytes(generationA, request as RequestMessage).subarray(4))).toBe(
    plain(hex),
  );
});

test.each([
  [
    { kind: "prepare", id: 1, programId: 0, program: new Uint8Array() },
    { kind: "prepare", id: 1 },
    21,
  ],
  [{ kind: "release", id: 2, programId: 0 }, { kind: "release", id: 2 }, 13],
  [{ kind: "getInterface", id: 3 }, { kind: "getInterface", id: 3, source: "" }, 0],
  [{ kind: "getExternals", id: 4 }, { kind: "getExternals", id: 4, externals: [] }, 0],
] as const)("%o needs no answer from the server", (request, response, bytes) => {
  const writer = { bytes: new Uint8Array(100), frame: () => 4, flush: () => {} };
  expect(generationA.writeRequest(writer as never, request)).toEqual(response);
  expect(requestBytes(generationA, request)).toHaveLength(bytes);
});

test("only executes are answered", () => {
  const error = { display: "no", code: "PREPARE_ERROR" } as const;
  expect(
    responseBytes(
      generationA,
      { kind: "prepare", id: 0 },
      { kind: "release", id: 0 },
      { kind: "error", id: 0, request: "prepare", error },
      { kind: "getInterface", id: 0, source: "" },
    ),
  ).toHaveLength(0);
});

test.each(["", "03 00000000", "01 04000000 00", "00 ffffffff", "02 04000000 0900"])(
  "%j is no request",
  (hex) => {
    expect(() => generationA.readRequest(bytesFromHex(hex))).toThrow(DecodeError);
    expect(generationA.readBrokenRequest(bytesFromHex(hex))).toBeUndefined();
  },
);

test("every truncation and 5,000 mutations decode or raise a DecodeError", () => {
  const random = createRandom(3).below;
  const read = (dir: string, body: Uint8Array): void => {
    try {
      if (dir === "client") generationA.readRequest(body);
      else generationA.readResponse(body);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
    }
  };
  for (const { dir, body } of protocolA) {
    const bytes = bytesFromHex(body);
    for (let end = 0; end < bytes.length; end++) read(dir, bytes.subarray(0, end));
  }
  for (let round = 0; round < 5000; round++) {
    const { dir, body } = protocolA[random(protocolA.length)]!;
    const bytes = bytesFromHex(body);
    bytes[random(bytes.length)] = random(256);
    read(dir, bytes);
  }
  expect(() => generationA.readResponse(new Uint8Array(3))).toThrow(DecodeError);
});

test("an unknown tag is told with its place", () => {
  const offsetOf = (read: () => unknown): number => {
    try {
      read();
    } catch (error) {
      if (error instanceof DecodeError) return error.offset;
    }
    return NaN;
  };
  const request = bytesFromHex("03 04000000 09000000");
  expect(offsetOf(() => generationA.readRequest(request))).toBe(0);
  // The response begins in the middle of bytes; its content is where the first pointer says.
  const response = bytesFromHex("ffff 06000000 ffff 05000000 02 00000000");
  expect(offsetOf(() => generationA.readResponse(response, 2))).toBe(10);
});

test.each([generationA, generationB])(
  "payloads begin where generation $generation says",
  (protocol) => {
    const payload = new Uint8Array([0xee]);
    const request = { kind: "execute", id: 1, programId: 2, input: payload } as const;
    const response = { kind: "execute", id: 1, output: payload } as const;
    const prefixBytes = 4;
    expect(requestBytes(protocol, request).indexOf(0xee) - prefixBytes).toBe(protocol.inputOffset);
    expect(responseBytes(protocol, response).indexOf(0xee) - prefixBytes).toBe(
      protocol.outputOffset,
    );
  },
);
