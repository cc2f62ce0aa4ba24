import { Buffer } from "node:buffer";
import { type Candidate, candidate, type Contender } from "./candidate.ts";
import { workload, type WorkloadName, workloadNames } from "./workloads.ts";

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
}

function plain(input: unknown): Candidate {
  return candidate({
    input,
    encode: (value) => Buffer.from(JSON.stringify(value)),
    decode: (bytes): unknown => JSON.parse(text(bytes)),
  });
}

function open(name: WorkloadName): Candidate {
  // JSON knows neither bytes nor integers beyond 2^53: base64 and decimal text stand in, as they do in practice.
  if (name === "E") {
    return candidate({
      input: Buffer.from(workload(name)),
      encode: (value) => Buffer.from(JSON.stringify(value.toString("base64"))),
      decode: (bytes) => Buffer.from(JSON.parse(text(bytes)) as string, "base64"),
    });
  }
  if (name === "Dl") {
    return candidate({
      input: workload(name),
      encode: (value) => Buffer.from(JSON.stringify(value.map(String))),
      decode: (bytes) => (JSON.parse(text(bytes)) as string[]).map(BigInt),
    });
  }
  return plain(workload(name));
}

export const json: Contender = {
  name: "json",
  workloads: workloadNames,
  open,
  openTable: (table) => plain(table.rows),
};
