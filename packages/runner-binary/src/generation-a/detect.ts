import { generationB } from "../generation-b.ts";
import type { Protocol } from "../protocol.ts";
import { uint32 } from "../uint32.ts";
import { generationA } from "./protocol.ts";

/** `rr::Program` has three variants. */
const programTags = 3;

/**
 * Finds a client's generation by its first frame: a {@link ProtocolChoice} for servers that accept both.
 *
 * What the Rust encoders write is told apart by its exact shape; other encodings by what decodes. In doubt it is B.
 * Undefined for the one frame that is known to be neither, from an unreleased version.
 *
 * @see docs/protocol.md, "Telling the generation"
 *
 * @example
 * ```ts
 * serveBinary(runner, stream, { protocol: detectGeneration });
 * ```
 */
export function detectGeneration(firstFrame: Uint8Array): Protocol | undefined {
  const a = canonicalA(firstFrame);
  const b = canonicalB(firstFrame);
  if (a !== undefined && b) {
    // Both readings are possible for two odd frames. As B either carries bytes too few for a program; as A only an
    // execute makes sense.
    return a === "execute" ? generationA : generationB;
  }
  if (a !== undefined) return generationA;
  if (b) return generationB;
  if (isUnreleasedQuery(firstFrame)) return undefined;
  return decodes(generationA, firstFrame) && !decodes(generationB, firstFrame)
    ? generationA
    : generationB;
}

/** Returns the kind of a prepare or an execute. A release decodes as one of A only. */
function canonicalA(body: Uint8Array): "prepare" | "execute" | undefined {
  if (uint32(body, 1) !== 4) return undefined;
  const tag = body[0];
  if (tag === 0 && hasArray(body, 9, 8, 17)) return "prepare";
  return tag === 1 && hasArray(body, 9, 12, 21) ? "execute" : undefined;
}

/** Returns `true` for a prepare or an execute. Its other requests look like none of A. */
function canonicalB(body: Uint8Array): boolean {
  return body[4]! < 2 && uint32(body, 5) === 4 && hasArray(body, 13, 8, 21);
}

/** Returns `true` if an array's head is at a position, and its items fill the body from `start` to the end. */
function hasArray(body: Uint8Array, at: number, pointer: number, start: number): boolean {
  return (
    body.length >= start &&
    uint32(body, at) === pointer &&
    body.length === start + uint32(body, at + 4)
  );
}

function isUnreleasedQuery(body: Uint8Array): boolean {
  return body.length === 5 && body[0] === 3 && uint32(body, 1) === 0;
}

function decodes(protocol: Protocol, body: Uint8Array): boolean {
  try {
    const request = protocol.readRequest(body);
    return request.kind !== "prepare" || (request.program[0] ?? programTags) < programTags;
  } catch {
    return false;
  }
}
