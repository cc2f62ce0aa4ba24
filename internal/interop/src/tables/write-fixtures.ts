// Compiles the table programs of the fixtures anew: node scripts/run-source.mjs internal/interop/src/tables/write-fixtures.ts
import { writeFileSync } from "node:fs";
import { createRandom } from "@lutra-internal/testing";
import { buildPeer } from "../build-peer.ts";
import { handTablePrograms } from "./hand-programs.ts";
import { randomTableProgram } from "./random-program.ts";
import { compileTablePrograms } from "./table-program.ts";

const { path: peer } = await buildPeer();
if (peer === undefined) throw new Error("the compiler needs cargo");
const programs = [...handTablePrograms()];
for (let seed = 1; seed <= 24; seed++) {
  const program = randomTableProgram(createRandom(seed));
  // Of a table as it is, the optimizer has nothing to change.
  if (program.body.length > 1) programs.push([`random ${seed}`, program]);
}
const written = [];
for (const [i, compiled] of (await compileTablePrograms(peer, programs)).entries()) {
  const { given, input, postgres, duckdb, ...told } = compiled;
  const refused = [
    given === undefined && "bytecode",
    postgres.length === 0 && "postgres",
    duckdb.length === 0 && "duckdb",
  ];
  if (refused.some(Boolean))
    console.log(`${told.name}: not compiled for ${refused.filter(Boolean).join(", ")}`);
  const digits = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
  // Reading a table where it is used, or once by `let`: the two by turns.
  const one = (compiled: readonly Uint8Array[]): string[] => {
    const chosen = compiled[i % 2] ?? compiled[0];
    return chosen === undefined ? [] : [digits(chosen)];
  };
  written.push({
    ...told,
    given: given === undefined ? undefined : digits(given),
    input: digits(input),
    postgres: one(postgres),
    duckdb: one(duckdb),
  });
}
const file = new URL("../../../fixtures/data/table-programs.json", import.meta.url);
writeFileSync(file, `${JSON.stringify(written, undefined, 1)}\n`);
console.log(`${written.length} programs`);
