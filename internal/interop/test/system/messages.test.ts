import { createRandom, type Random } from "@lutra-internal/testing";
import { generationB, FrameWriter } from "@lutra/runner-binary";
import type { RequestMessage, ResponseMessage } from "@lutra/runner-core/transport";
import { describe, expect, test } from "vitest";
import { buildPeer, codecAnswers, codecLine, digitsOf } from "../../src/index.ts";

const { path: peer } = await buildPeer();
const count = 5_000;
const texts = ["", "E", "boom", "žaba", "\u{1F9A6}", "EXECUTION_ERROR", "x".repeat(300)];

function randomBytes(random: Random): Uint8Array {
  const length = random.below(20) === 0 ? 40_000 : random.below(40);
  return Uint8Array.from({ length }, () => random.below(256));
}

function randomRequest(random: Random): RequestMessage {
  const id = random.bits();
  const programId = random.bits();
  switch (random.below(5)) {
    case 0:
      return { kind: "prepare", id, programId, program: randomBytes(random) };
    case 1:
      return { kind: "execute", id, programId, input: randomBytes(random) };
    case 2:
      return { kind: "release", id, programId };
    default:
      return { kind: random.pick(["getInterface", "getExternals"]), id };
  }
}

function randomResponse(random: Random): ResponseMessage {
  const id = random.bits();
  const externals = Array.from({ length: random.below(4) }, () => random.pick(texts));
  switch (random.below(5)) {
    case 0:
      return { kind: random.pick(["prepare", "release"]), id };
    case 1:
      return { kind: "execute", id, output: randomBytes(random) };
    case 2:
      return { kind: "getInterface", id, source: random.pick(texts) };
    case 3:
      return { kind: "getExternals", id, externals };
    default: {
      const { kind: request } = randomRequest(random);
      const code = random.below(2) === 0 ? undefined : random.pick(texts);
      return { kind: "error", id, request, error: { display: random.pick(texts), code } };
    }
  }
}

/** Returns the bodies of the frames that `write` writes, one each. */
function bodies(write: (writer: FrameWriter, index: number) => void): readonly Uint8Array[] {
  return Array.from({ length: count }, (_, index) => {
    const chunks: Uint8Array[] = [];
    const writer = new FrameWriter({ write: (written) => chunks.push(...written) }, 2 ** 20);
    write(writer, index);
    writer.flush();
    return Buffer.concat(chunks).subarray(4);
  });
}

describe.skipIf(peer === undefined)("messages beside the original's", () => {
  test("of clients agree, byte by byte", async () => {
    const random = createRandom(1);
    const requests = Array.from({ length: count }, () => randomRequest(random));
    const written = bodies((writer, i) => void generationB.writeRequest(writer, requests[i]!));
    const answers = await codecAnswers(
      peer!,
      written.map((body) => codecLine("request", body)),
    );
    expect(answers).toEqual(written.map((body) => `ok ${digitsOf(body)}`));
  });

  test("of servers agree, byte by byte", async () => {
    const random = createRandom(2);
    const responses = Array.from({ length: count }, () => randomResponse(random));
    const written = bodies((writer, i) => generationB.writeResponse(writer, responses[i]!));
    const answers = await codecAnswers(
      peer!,
      written.map((body) => codecLine("response", body)),
    );
    expect(answers).toEqual(written.map((body) => `ok ${digitsOf(body)}`));
  });
});
