import { type Candidate, candidate, type Contender } from "./candidate.ts";
import { workload, type WorkloadName } from "./workloads.ts";

function copied(
  input: Uint8Array,
  toValue: (bytes: Uint8Array<ArrayBuffer>) => unknown,
): Candidate {
  // `slice` of a Buffer would not copy.
  const copy = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);
  return candidate({ input, encode: copy, decode: copy, toValue });
}

function open(name: WorkloadName): Candidate {
  switch (name) {
    case "Di": {
      const input = new Uint8Array(Int32Array.from(workload(name)).buffer);
      return copied(input, ({ buffer }) => Array.from(new Int32Array(buffer)));
    }
    case "Df": {
      const input = new Uint8Array(Float64Array.from(workload(name)).buffer);
      return copied(input, ({ buffer }) => Array.from(new Float64Array(buffer)));
    }
    case "Dl": {
      const input = new Uint8Array(BigInt64Array.from(workload(name)).buffer);
      return copied(input, ({ buffer }) => Array.from(new BigInt64Array(buffer)));
    }
    case "E":
      return copied(workload(name), (bytes) => bytes);
    case "A":
    case "B":
    case "C":
    case "F":
      throw new TypeError(`workload ${name} is no contiguous run of numbers`);
  }
}

/** No codec but the floor under all: a new buffer and one copy into it, both ways. */
export const memoryCopy: Contender = {
  name: "one-copy",
  workloads: ["Di", "Df", "Dl", "E"],
  open,
};
