// Runs one compiled query, a search in a movie catalogue, and prints its typed result.
import { readFile } from "node:fs/promises";
import { codecFor } from "@lutra/bin";
import { programTypeCodec } from "@lutra/bin/program";
import { renderTable } from "@lutra/bin/render";
import { AsyncRunner } from "@lutra/runner-async";
import { programFromBytes, type Run, typedProgram } from "@lutra/runner-core";
import { InterpreterRunner } from "@lutra/runner-interpreter";

const folder = new URL("../../programs/movie-search/", import.meta.url);
const read = async (name: string): Promise<Uint8Array> =>
  new Uint8Array(await readFile(new URL(name, folder)));

// The signature says what the bytes of input and output mean.
const { input, output, defs } = programTypeCodec.decode(await read("program-type.ld"));
const inputCodec = codecFor(input, defs);
const outputCodec = codecFor(output, defs);
const query = inputCodec.decode(await read("input.ld"));

console.log("movie-search: titles with “the” from 1975 on, best rated first, at most 4\n");

const program = programFromBytes(await read("program.bytecode-lt.rr.ld"));
const runner: Run = new AsyncRunner(new InterpreterRunner());
const start = performance.now();
const result = await runner.run(typedProgram(program, inputCodec, outputCodec), query);
const elapsedMs = performance.now() - start;
await runner.shutdown();

console.log(renderTable(result, output, defs));
console.log(`interpreter  ${elapsedMs.toFixed(1)} ms

Try next:
  cat examples/programs/movie-search/main.lt
  npm run -s lutra-runner -- run examples/programs/sales-report/program.bytecode-lt.rr.ld --input examples/programs/sales-report/input.lt
  npm run -s lutra-runner -- --help`);
