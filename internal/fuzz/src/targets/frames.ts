import { isDeepStrictEqual } from "node:util";
import { bytesFromHex, vectors } from "@lutra-internal/fixtures";
import { DecodeError } from "@lutra/bin";
import { FrameReader, FrameWriter, generationB, type Protocol } from "@lutra/runner-binary";
import { detectGeneration, generationA } from "@lutra/runner-binary/generation-a";
import { RunnerError } from "@lutra/runner-core";
import { expectErrors } from "../expect-errors.ts";
import type { Target } from "../target.ts";

const maxFrameBytes = 1024;

/** Returns frames of both generations, alone and all in a row, for chunks of some sizes. */
function seeds(): readonly Uint8Array[] {
  const { protocolA, protocolB } = vectors();
  return [protocolA, protocolB].flatMap((frames) => {
    const streams = frames.map(({ body }) => framed(bytesFromHex(body)));
    return [...streams, streams.flat()].map((stream, i) => Uint8Array.from([i, ...stream]));
  });
}

/**
 * Creates the target for a stream of frames; the first byte says into which chunks it is cut. Any chunks give the same
 * frames. A frame is a message or none, and a message that is written is read as the same.
 */
function fuzz(data: Uint8Array): void {
  const stream = data.subarray(1);
  const whole = read(stream, Math.max(stream.length, 1));
  const cut = read(stream, 1 + (data[0] ?? 0));
  if (!isDeepStrictEqual(whole, cut))
    throw new Error(`chunks of ${1 + (data[0] ?? 0)} bytes give other frames`);
  for (const body of whole.bodies) {
    detectGeneration(body);
    for (const protocol of [generationA, generationB]) readMessages(protocol, body);
  }
}

function read(stream: Uint8Array, chunkBytes: number): { bodies: Uint8Array[]; isEnded: boolean } {
  const reader = new FrameReader(maxFrameBytes);
  const bodies: Uint8Array[] = [];
  const ended = expectErrors([RunnerError], () => {
    for (let at = 0; at < stream.length; at += chunkBytes) {
      reader.push(stream.subarray(at, at + chunkBytes));
      for (let body = reader.read(); body !== undefined; body = reader.read())
        bodies.push(body.slice());
    }
  });
  return { bodies, isEnded: ended.length > 0 };
}

function readMessages(protocol: Protocol, body: Uint8Array): void {
  protocol.readBrokenRequest(body);
  for (const request of expectErrors([DecodeError], () => protocol.readRequest(body))) {
    const written = rewritten((writer) => protocol.writeRequest(writer, request));
    expectSame(request, protocol.readRequest(written));
  }
  for (const response of expectErrors([DecodeError], () => protocol.readResponse(body))) {
    const written = rewritten((writer) => protocol.writeResponse(writer, response));
    expectSame(response, protocol.readResponse(written));
  }
}

/** Returns the body of the one frame that a function writes. */
function rewritten(write: (writer: FrameWriter) => void): Uint8Array {
  const chunks: Uint8Array[] = [];
  const writer = new FrameWriter({ write: (more) => void chunks.push(...more) }, 2 ** 24);
  write(writer);
  writer.flush();
  return new Uint8Array(Buffer.concat(chunks)).subarray(4);
}

function expectSame(first: unknown, second: unknown): void {
  if (!isDeepStrictEqual(first, second)) throw new Error("the message reads back differently");
}

function framed(body: Uint8Array): number[] {
  return [body.length & 0xff, body.length >> 8, 0, 0, ...body];
}

export const target: Target = { seeds, fuzz };
