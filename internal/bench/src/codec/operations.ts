import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { isDeepStrictEqual } from "node:util";
import { measureHeapBytes, measureNs } from "../measure.ts";
import type { Settings } from "../settings.ts";
import type { Reading } from "../reading.ts";
import type { Candidate, Contender } from "./candidate.ts";
import { otherTables } from "./other-tables.ts";
import { rowCounts, workload, type WorkloadName } from "./workloads.ts";

/** Operation on a workload, per row. */
export type Operation = "encode" | "decode" | "heap";

/** Returns the bytes of a whole message in a buffer of their own, at an address that suits every typed array. */
function ownBytes(bytes: Uint8Array): Buffer {
  return Buffer.from(Uint8Array.from(bytes).buffer);
}

function assertSame(candidate: Candidate, bytes: Uint8Array, expected: unknown): void {
  const value = candidate.toValue(candidate.decode(bytes));
  // A Buffer and a view of the message are the same bytes.
  const comparable = value instanceof Uint8Array ? Uint8Array.from(value) : value;
  assert.ok(
    isDeepStrictEqual(comparable, expected),
    "decoding gave another value than was encoded",
  );
}

/** Encodes, decodes, and compares with the workload: a benchmark of a wrong codec is worth nothing. */
export function checkedBytes(candidate: Candidate, name: WorkloadName): Buffer {
  const bytes = ownBytes(candidate.encode());
  assertSame(candidate, bytes, workload(name));
  return bytes;
}

/** Puts 40 other tables through the codec, so that its shared code has seen every kind of type. */
export async function runOtherTables(contender: Contender): Promise<void> {
  for (const table of otherTables()) {
    const candidate = await contender.openTable?.(table);
    if (candidate === undefined) throw new TypeError(`${contender.name} needs compiled types`);
    const bytes = ownBytes(candidate.encode());
    assertSame(candidate, bytes, table.rows);
    for (let i = 0; i < 200; i++) candidate.decode(ownBytes(candidate.encode()));
  }
}

/** Decodes message after message out of 64 KiB chunks, as a socket hands them over. */
function decodeFromChunks(candidate: Candidate, message: Buffer): () => unknown {
  const messages = Math.floor(65_536 / message.length);
  const chunk = Buffer.from(new ArrayBuffer(65_536));
  for (let i = 0; i < messages; i++) chunk.set(message, i * message.length);
  let next = 0;
  return () => {
    const start = next * message.length;
    next = next + 1 === messages ? 0 : next + 1;
    return candidate.decode(chunk.subarray(start, start + message.length));
  };
}

/** Checks the codec on the workload and measures one operation. */
export async function measureOperation(
  contender: Contender,
  name: WorkloadName,
  operation: Operation,
  settings: Settings,
): Promise<Reading> {
  const candidate = await contender.open(name);
  const bytes = checkedBytes(candidate, name);
  const rows = rowCounts[name];
  switch (operation) {
    case "encode":
      return { ns: measureNs(candidate.encode, settings) / rows, bytes: bytes.length };
    case "decode": {
      const decode =
        name === "A" ? decodeFromChunks(candidate, bytes) : () => candidate.decode(bytes);
      return { ns: measureNs(decode, settings) / rows };
    }
    case "heap":
      return { bytes: measureHeapBytes(() => candidate.decode(bytes), 12) / rows };
  }
}
