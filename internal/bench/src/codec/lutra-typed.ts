import { type Codec, float64, int32, int64, typedArray } from "@lutra/bin";
import { type Candidate, candidate, type Contender } from "./candidate.ts";
import { workload, type WorkloadName } from "./workloads.ts";

function coded<Numbers extends Iterable<number> | Iterable<bigint>>(
  codec: Codec<Numbers>,
  input: Numbers,
): Candidate {
  return candidate({
    input,
    encode: (numbers) => codec.encode(numbers),
    decode: (bytes) => codec.decode(bytes),
    toValue: (numbers) => [...numbers],
  });
}

function open(name: WorkloadName): Candidate {
  switch (name) {
    case "Di":
      return coded(typedArray(int32), Int32Array.from(workload(name)));
    case "Df":
      return coded(typedArray(float64), Float64Array.from(workload(name)));
    case "Dl":
      return coded(typedArray(int64), BigInt64Array.from(workload(name)));
    case "A":
    case "B":
    case "C":
    case "E":
    case "F":
      throw new TypeError(`workload ${name} is no array of numbers`);
  }
}

/** Numeric arrays as typed arrays instead of `number[]`. */
export const lutraTyped: Contender = {
  name: "lutra-typed",
  workloads: ["Di", "Df", "Dl"],
  open,
};
