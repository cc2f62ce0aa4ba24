import type { RequestMessage, ResponseMessage } from "@lutra/runner-core/transport";
import { describe, expect, test } from "vitest";
import { generationA } from "../src/generation-a.ts";
import { type FrameWriter, generationB } from "../src/index.ts";
import { bodies, requestBytes, responseBytes } from "./support/frames.ts";

const bytes = new Uint8Array([7, 8, 9]);

const requests: readonly RequestMessage[] = [
  { kind: "prepare", id: 1, programId: 2, program: bytes },
  { kind: "execute", id: 1, programId: 2, input: bytes },
  { kind: "release", id: 1, programId: 2 },
  { kind: "getInterface", id: 1 },
  { kind: "getExternals", id: 1 },
];

const responses: readonly ResponseMessage[] = [
  { kind: "prepare", id: 1 },
  { kind: "execute", id: 1, output: bytes },
  { kind: "release", id: 1 },
  { kind: "getInterface", id: 1, source: "func f()" },
  { kind: "getExternals", id: 1, externals: ["a", "bc"] },
  { kind: "error", id: 1, request: "execute", error: { display: "x", code: undefined } },
  { kind: "error", id: 1, request: "prepare", error: { display: "x", code: "TIMEOUT" } },
];

/** Place of a frame's body in memory. */
const start = 50;

/** Returns memory that held one byte everywhere, after a frame was written to it, and where that ends. */
function writtenOver(
  fill: number,
  write: (writer: FrameWriter) => void,
): { readonly memory: Uint8Array; readonly end: number } {
  const memory = new Uint8Array(200).fill(fill);
  let end = start;
  const frame = (headBytes: number, payload: Uint8Array = new Uint8Array()): number => {
    end = start + headBytes + payload.length;
    memory.set(payload, start + headBytes);
    return start;
  };
  write({ bytes: memory, frame } as unknown as FrameWriter);
  return { memory, end };
}

/** Expects that a frame does not depend on what its memory held, which is kept around it. */
function expectWhole(write: (writer: FrameWriter) => void): void {
  const [zeros, ones] = [writtenOver(0, write), writtenOver(0xff, write)];
  expect(ones.memory.subarray(start, ones.end)).toEqual(zeros.memory.subarray(start, zeros.end));
  for (const { memory, end } of [zeros, ones]) {
    const beside = [...memory.subarray(0, start), ...memory.subarray(end)];
    expect(new Set(beside).size).toBe(1);
  }
}

describe.each([
  ["A", generationA],
  ["B", generationB],
])("in generation %s", (_, protocol) => {
  test("input and output lie where the protocol says", () => {
    const [request] = bodies(requestBytes(protocol, requests[1]!));
    expect(request?.subarray(protocol.inputOffset)).toEqual(bytes);
    const [response] = bodies(responseBytes(protocol, responses[1]!));
    expect(response?.subarray(protocol.outputOffset)).toEqual(bytes);
  });

  test.each(requests)("$kind is written whole as a request, and nothing beside it", (request) => {
    expectWhole((writer) => protocol.writeRequest(writer, request));
  });

  test.each(responses)(
    "$kind is written whole as a response, and nothing beside it",
    (response) => {
      expectWhole((writer) => protocol.writeResponse(writer, response));
    },
  );
});
