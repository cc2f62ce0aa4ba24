import { codecFor } from "@lutra/bin";
import { compileCodec } from "@lutra/bin/jit";
import { type Candidate, candidate, type Contender } from "./candidate.ts";
import { descriptions, tableDescription } from "./lutra-types.ts";
import { workload, type WorkloadName } from "./workloads.ts";

// Workloads whose types have no parts to compile are left out.
const names: readonly WorkloadName[] = ["A", "B", "C", "F", "Di", "Df", "Dl"];

function compiled(ty: Parameters<typeof codecFor>[0], input: unknown): Candidate {
  const codec = compileCodec(codecFor(ty, []));
  return candidate({
    input,
    encode: (value) => codec.encode(value),
    decode: (encoded) => codec.decode(encoded),
  });
}

/** Codecs compiled at run time from type descriptions. */
export const lutraCompiled: Contender = {
  name: "lutra-compiled",
  workloads: names,
  open: (name) => compiled(descriptions[name], workload(name)),
  openTable: (table) => compiled(tableDescription(table), table.rows),
};
