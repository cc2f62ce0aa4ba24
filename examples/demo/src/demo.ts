// One query, a search in a movie catalogue, on three runners through one interface.
import { readFile } from "node:fs/promises";
import { PGlite } from "@electric-sql/pglite";
import { codecFor } from "@lutra/bin";
import { programTypeCodec } from "@lutra/bin/program";
import { renderTable } from "@lutra/bin/render";
import { AsyncRunner } from "@lutra/runner-async";
import { programFromBytes, type Run, typedProgram } from "@lutra/runner-core";
import { openDuckDb } from "@lutra/runner-duckdb/node";
import { InterpreterRunner } from "@lutra/runner-interpreter";
import { PostgresRunner } from "@lutra/runner-postgres";
import { createPgliteAdapter } from "@lutra/runner-postgres/pglite";

const folder = new URL("../../programs/movie-search/", import.meta.url);
const read = async (name: string): Promise<Uint8Array> =>
  new Uint8Array(await readFile(new URL(name, folder)));

// The signature says what the bytes of input and output mean.
const { input, output, defs } = programTypeCodec.decode(await read("program-type.ld"));
const inputCodec = codecFor(input, defs);
const outputCodec = codecFor(output, defs);
const query = inputCodec.decode(await read("input.ld"));

interface Contender {
  readonly name: string;
  /** The query, compiled for this runner. */
  readonly program: string;
  readonly open: () => Promise<Run>;
}

const contenders: readonly Contender[] = [
  {
    name: "interpreter",
    program: "program.bytecode-lt.rr.ld",
    open: async () => new AsyncRunner(new InterpreterRunner()),
  },
  {
    name: "embedded PostgreSQL",
    program: "program.sql-pg.rr.ld",
    open: async () => {
      const database = await PGlite.create();
      return new PostgresRunner(createPgliteAdapter(database, { closeOnShutdown: true }));
    },
  },
  { name: "DuckDB", program: "program.sql-duckdb.rr.ld", open: () => openDuckDb() },
];

/** Measures the milliseconds that some work takes, and returns them with its result. */
async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const start = performance.now();
  const result = await work();
  return { ms: performance.now() - start, result };
}

console.log("movie-search: titles with “the” from 1975 on, best rated first, at most 4\n");

let first: { readonly bytes: Uint8Array; readonly name: string } | undefined;
for (const { name, program, open } of contenders) {
  const typed = typedProgram(programFromBytes(await read(program)), inputCodec, outputCodec);
  const { ms: openMs, result: runner } = await timed(open);
  await runner.run(typed, query); // Warms up: the times below are of a runner at work.
  const { ms, result } = await timed(() => runner.run(typed, query));
  await runner.shutdown();

  const bytes = outputCodec.encode(result);
  if (first === undefined) console.log(renderTable(result, output, defs));
  else if (Buffer.compare(bytes, first.bytes) !== 0) {
    throw new Error(`${name} gave another result than ${first.name}`);
  }
  const verdict = first === undefined ? "" : "  same result";
  first ??= { bytes, name };
  console.log(
    `${name.padEnd(20)} ${ms.toFixed(1).padStart(6)} ms  (started in ${openMs.toFixed(0)} ms)${verdict}`,
  );
}

console.log(`
Try next:
  cat examples/programs/movie-search/main.lt
  npm run -s lutra-runner -- run examples/programs/sales-report/program.sql-duckdb.rr.ld --input examples/programs/sales-report/input.lt
  npm run -s lutra-runner -- --help`);
