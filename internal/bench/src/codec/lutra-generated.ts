import { Buffer } from "node:buffer";
import { type Codec, codecFor, type Ty } from "@lutra/bin";
import { emitModule } from "@lutra/bin/emit";
import { type Candidate, candidate, type Contender } from "./candidate.ts";
import { descriptions, tableDescription } from "./lutra-types.ts";
import { workload, type WorkloadName } from "./workloads.ts";

const names: readonly WorkloadName[] = ["A", "B", "C", "F", "Di", "Df", "Dl", "E"];

// A module in a URL finds its imports by their whole address only.
const support = import.meta.resolve("@lutra/bin/generated");

/** Loads the module that a generator would write for the type. */
async function load(ty: Ty): Promise<Codec<unknown>> {
  const { imports, codecs, functions } = emitModule({ Root: codecFor(ty, []) });
  const text = [
    `import { ${imports.join(", ")} } from ${JSON.stringify(support)};`,
    functions,
    `export const root = ${codecs["Root"]};`,
  ].join("\n");
  const url = `data:text/javascript;base64,${Buffer.from(text).toString("base64")}`;
  const { root } = (await import(url)) as { readonly root: Codec<unknown> };
  return root;
}

async function generated(ty: Ty, input: unknown): Promise<Candidate> {
  const codec = await load(ty);
  return candidate({
    input,
    encode: (value) => codec.encode(value),
    decode: (encoded) => codec.decode(encoded),
  });
}

/** Codecs as modules that a generator wrote. */
export const lutraGenerated: Contender = {
  name: "lutra-generated",
  workloads: names,
  open: (name) => generated(descriptions[name], workload(name)),
  openTable: (table) => generated(tableDescription(table), table.rows),
};
