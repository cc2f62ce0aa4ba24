import * as gen from "../gen/workloads_bebop.mjs";
import { type Candidate, candidate, type Contender } from "./candidate.ts";
import { workload, type WorkloadName } from "./workloads.ts";

/** The generated object of a type. */
interface Codec<T> {
  readonly encode: (value: T) => Uint8Array;
  readonly decode: (bytes: Uint8Array) => T;
}

// The generated interfaces have mutable arrays but never write to them.
function list<T>(codec: Codec<{ readonly items: T[] }>, items: readonly T[]): Candidate {
  const { encode, decode } = codec;
  return candidate({
    input: { items: items as T[] },
    encode,
    decode,
    toValue: (decoded) => decoded.items,
  });
}

function open(name: WorkloadName): Candidate {
  switch (name) {
    case "A":
      return candidate({
        input: workload(name),
        encode: gen.Row.encode,
        decode: gen.Row.decode,
        toValue: ({ id, title, flags, score }) => ({ id, title, flags, score }),
      });
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
      return candidate({
        input: { data: workload(name) },
        encode: gen.Blob.encode,
        decode: gen.Blob.decode,
        toValue: ({ data }) => data,
      });
    case "F":
      throw new TypeError("bebop has no schema for workload F");
  }
}

export const bebop: Contender = {
  name: "bebop",
  workloads: ["A", "B", "C", "Di", "Df", "Dl", "E"],
  open,
};
