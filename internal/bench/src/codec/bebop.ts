import * as gen from "../gen/workloads_bebop.mjs";
import { type Candidate, candidate, type Contender } from "./candidate.ts";
import { workload, type WorkloadName } from "./workloads.ts";

/** The generated object of a type. */
interface Codec<T> {
  readonly encode: (value: T) => Uint8Array;
  readonly decode: (bytes: Uint8Array) => T;
}

function coded<T>(
  { encode, decode }: Codec<T>,
  input: T,
  toValue: (decoded: T) => unknown,
): Candidate {
  return candidate({ input, encode, decode, toValue });
}

// The generated interfaces have mutable arrays but never write to them.
function list<T>(codec: Codec<{ readonly items: T[] }>, items: readonly T[]): Candidate {
  return coded(codec, { items: items as T[] }, (decoded) => decoded.items);
}

function open(name: WorkloadName): Candidate {
  switch (name) {
    case "A":
      return coded(gen.Row, workload(name), (row) => ({
        id: row.id,
        title: row.title,
        flags: row.flags,
        score: row.score,
      }));
    case "B":
      return list(gen.Rows, workload(name));
    case "C":
      return list(gen.Outers, workload(name) as gen.Outer[]);
    case "Di":
      return list(gen.Int32Items, workload(name));
    case "Df":
      return list(gen.Float64Items, workload(name));
    case "Dl":
      return list(gen.Int64Items, workload(name));
    case "E":
      return coded(gen.Blob, { data: workload(name) }, ({ data }) => data);
    case "F":
      throw new TypeError("bebop has no schema for workload F");
  }
}

export const bebop: Contender = {
  name: "bebop",
  workloads: ["A", "B", "C", "Di", "Df", "Dl", "E"],
  open,
};
