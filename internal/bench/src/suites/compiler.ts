import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { showcase, showcaseNames } from "@lutra-internal/fixtures";
import { buildPeer } from "@lutra-internal/interop";
import { codecFor } from "@lutra/bin";
import { createNodeCompiler, isCompilerBuilt } from "@lutra/compiler/node";
import { InterpreterRunner } from "@lutra/runner-interpreter";
import type { Compiler } from "@lutra/compiler";
import { startNativeCompiler } from "../compiler/native-compiler.ts";
import { median } from "../measure.ts";
import type { Readings } from "../readings.ts";
import type { Settings } from "../settings.ts";
import type { Cell, Reading } from "../reading.ts";
import type { Report, Suite } from "../suite.ts";
import { formatNumber, formatRatio, type Table } from "../table.ts";

const ours = "WebAssembly";
const native = "native";
const wasm = new URL("../../../../packages/compiler/wasm/lutra-compiler.wasm", import.meta.url);

/** Work after the first program, each measured over all showcase programs. */
const laterWork = {
  check: "check after an edit",
  bytecodeLt: "compile to bytecode",
  sqlPostgres: "compile to SQL for PostgreSQL",
  sqlDuckDb: "compile to SQL for DuckDB",
} as const;
type LaterWork = keyof typeof laterWork;

/** Returns programs that compile for every kind, so that all columns count the same ones. */
function programs(): readonly { readonly name: string; readonly source: string }[] {
  return showcaseNames()
    .map(showcase)
    .filter(({ sqlPostgres, sqlDuckDb }) => sqlPostgres !== undefined && sqlDuckDb !== undefined);
}

async function cells(): Promise<readonly Cell[]> {
  if (!isCompilerBuilt()) {
    process.stderr.write("compiler: left out, npm run build:compiler was not run\n");
    return [];
  }
  const { missing } = await buildPeer();
  if (missing !== undefined) process.stderr.write(`compiler: no native one, ${missing}\n`);
  return [[ours], ...(missing === undefined ? [[native]] : [])].map((id) => ({ id }));
}

function run([which = ""]: Cell["id"], settings: Settings): Promise<Reading> {
  return which === ours ? readOurs(settings) : readNative(settings);
}

/** Returns the CPU time of this process, its threads included. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Returns the CPU time that work takes, by a clock of this or another process. */
async function timed(work: () => Promise<unknown>, clock: () => number = cpuMs): Promise<number> {
  const start = clock();
  await work();
  return clock() - start;
}

async function readOurs({ slices }: Settings): Promise<Reading> {
  const before = process.memoryUsage.rss();
  await using compiler = createNodeCompiler();
  // Formatting needs no standard library: what it takes is the worker and the WebAssembly.
  const start = await timed(() => compiler.format("const a = 1"));
  const [first] = programs();
  if (first === undefined) throw new TypeError("there are no programs");
  const firstCheck = await timed(() => compiler.check(first.source));
  const project = await compiler.check(first.source);
  const firstCompile = await timed(() => project.compile("main", "bytecodeLt"));

  for (const { name } of programs()) await expectRightAnswer(compiler, name);
  const rounds: Record<LaterWork, number>[] = [];
  for (let round = 0; round < slices; round++) rounds.push(await laterRound(compiler, round));
  const later = (Object.keys(laterWork) as LaterWork[]).map((work): [string, number] => [
    work,
    median(rounds.map((times) => times[work])),
  ]);
  const memory = (process.memoryUsage.rss() - before) / 1e6;
  return { start, firstCheck, firstCompile, ...Object.fromEntries(later), memory };
}

/** Times all programs once. Each source differs from that of the round before: equal ones are checked once. */
async function laterRound(compiler: Compiler, round: number): Promise<Record<LaterWork, number>> {
  const times = { check: 0, bytecodeLt: 0, sqlPostgres: 0, sqlDuckDb: 0 };
  for (const { source } of programs()) {
    const edited = `${source}\n# ${round}\n`;
    times.check += await timed(() => compiler.check(edited));
    const project = await compiler.check(edited);
    for (const kind of ["bytecodeLt", "sqlPostgres", "sqlDuckDb"] as const)
      times[kind] += await timed(() => project.compile("main", kind));
  }
  return times;
}

async function expectRightAnswer(compiler: Compiler, name: string): Promise<void> {
  const { source, input, expected } = showcase(name);
  const project = await compiler.check(source);
  const { program, type } = await project.compile("main", "bytecodeLt");
  const runner = new InterpreterRunner();
  const output = runner.executeSync(runner.prepareSync(program), input);
  // The interpreter may share parts of an output, where encoding does not.
  const codec = codecFor(type.output, type.defs);
  const canonical = codec.encode(codec.decode(output));
  if (Buffer.compare(canonical, expected) !== 0) throw new Error(`${name}: the output is wrong`);
}

async function readNative({ slices }: Settings): Promise<Reading> {
  const { path } = await buildPeer();
  const [first] = programs();
  if (path === undefined || first === undefined) throw new TypeError("there is no native compiler");
  await using opened = await startNativeCompiler(path, first.source);
  const firstCheck = opened.cpuMs();
  const firstCompile = await timed(
    () => opened.compile("main"),
    () => opened.cpuMs(),
  );
  await using compiler = createNodeCompiler();
  let bytecodeLt = 0;
  for (const { name, source } of programs()) {
    await using running = await startNativeCompiler(path, source);
    const project = await compiler.check(source);
    const { program } = await project.compile("main", "bytecodeLt");
    if (Buffer.compare(await running.compile("main"), program.bytes) !== 0)
      throw new Error(`${name}: the compilers differ`);
    const times: number[] = [];
    for (let i = 0; i < slices; i++) {
      const clock = (): number => running.cpuMs();
      times.push(await timed(() => running.compile("main"), clock));
    }
    bytecodeLt += median(times);
  }
  return { firstCheck, firstCompile, bytecodeLt };
}

function firstTable(readings: Readings): Table {
  const row = (what: string, quantity: string): string[] => [
    what,
    formatNumber(readings.get(quantity, ours)),
    formatNumber(readings.get(quantity, native)),
  ];
  return {
    caption: "the first program: ms of CPU",
    head: ["", ours, native],
    rows: [
      row("worker and WebAssembly", "start"),
      row("first check, with the standard library (native: and the process)", "firstCheck"),
      row("first compile", "firstCompile"),
    ],
  };
}

function laterTable(readings: Readings): Table {
  return {
    caption: `later, ${programs().length} showcase programs together: ms of CPU`,
    head: ["", ours, native],
    rows: (Object.keys(laterWork) as LaterWork[]).map((work) => [
      laterWork[work],
      formatNumber(readings.get(work, ours)),
      formatNumber(readings.get(work, native)),
    ]),
  };
}

function sizeTable(readings: Readings): Table {
  const memory = readings.get("memory", ours);
  const bytes = memory === undefined ? undefined : readFileSync(wasm);
  return {
    caption: "sizes, MB",
    head: ["", ours],
    rows: [
      ["file", formatNumber(bytes && bytes.length / 1e6)],
      ["with gzip", formatNumber(bytes && gzipSync(bytes, { level: 9 }).length / 1e6)],
      ["memory of the process beyond that before, after all programs", formatNumber(memory)],
    ],
  };
}

function report(readings: Readings): Report {
  return {
    tables: [firstTable(readings), laterTable(readings), sizeTable(readings)],
    goals: [
      {
        what: "compile to bytecode, time of the native compiler",
        atMost: 3,
        measured: readings.ratio("bytecodeLt", [ours], [native]),
        format: formatRatio,
      },
    ],
  };
}

/** The compiler as WebAssembly in a thread, beside the native one. */
export const compilerSuite: Suite = { name: "compiler", cells, run, report };
