import type { RequestMessage, ResponseMessage } from "@lutra/runner-core/transport";
import { FrameReader, FrameWriter, type Protocol } from "../../src/index.ts";

export const maxFrameBytes: number = 32 * 1024 * 1024;

/** Collects what a writer hands over. */
export class Collector {
  chunks: Uint8Array[] = [];
  writes: number = 0;

  write(chunks: readonly Uint8Array[]): void {
    this.writes++;
    this.chunks.push(...chunks);
  }

  bytes(): Uint8Array {
    return concat(this.chunks);
  }
}

export function concat(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(chunks.reduce((total, { length }) => total + length, 0));
  let end = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, end);
    end += chunk.length;
  }
  return bytes;
}

/** Returns the bytes of requests, prefixes included. */
export function requestBytes(
  protocol: Protocol,
  ...requests: readonly RequestMessage[]
): Uint8Array {
  const collector = new Collector();
  const writer = new FrameWriter(collector, maxFrameBytes);
  for (const request of requests) protocol.writeRequest(writer, request);
  writer.flush();
  return collector.bytes();
}

/** Returns the bytes of responses, prefixes included. */
export function responseBytes(
  protocol: Protocol,
  ...responses: readonly ResponseMessage[]
): Uint8Array {
  const collector = new Collector();
  const writer = new FrameWriter(collector, maxFrameBytes);
  for (const response of responses) protocol.writeResponse(writer, response);
  writer.flush();
  return collector.bytes();
}

/** Returns a frame around any body. */
export function frame(body: Uint8Array | readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 + body.length);
  new DataView(bytes.buffer).setUint32(0, body.length, true);
  bytes.set(body, 4);
  return bytes;
}

/** Returns the bodies in complete frames. */
export function bodies(bytes: Uint8Array): Uint8Array[] {
  const reader = new FrameReader(maxFrameBytes);
  reader.push(bytes);
  const found: Uint8Array[] = [];
  for (let body = reader.read(); body !== undefined; body = reader.read()) found.push(body);
  return found;
}
