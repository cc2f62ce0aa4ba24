import { codecFor } from "@lutra/bin";
import { programCodec, type SqlProgram } from "@lutra/bin/program";
import { postgresCommands } from "@lutra-internal/postgres-server";
import type { Program, ProgramKind } from "@lutra/runner-core";
import { duckDbRules, optimizeSql, postgresRules, type TableFacts } from "@lutra/runner-sql";
import type { Chart } from "../chart.ts";
import type { Goal } from "../goals.ts";
import { measureNs } from "../measure.ts";
import { measureTurnsMs } from "../measure-turns.ts";
import type { Readings } from "../readings.ts";
import type { Settings } from "../settings.ts";
import type { Cell, Reading } from "../reading.ts";
import type { Report, Suite } from "../suite.ts";
import { formatNumber, formatRatio } from "../table.ts";
import { compileWorkloads } from "../tables/compile.ts";
import { tableEngines } from "../tables/engines.ts";
import { tableWorkloads } from "../tables/programs.ts";

const byHand = "by hand";
const optimized = "optimized";
/** The optimized SQL in the bare driver: what the program takes without the runner and its bytes. */
const itsSql = "its SQL alone";
const asCompiled = "as compiled";
/** Not a database: what `prepare` pays once. */
const optimizer = "optimizer";
/** Facts that the tables' declarations tell. */
const trusted: TableFacts = { isTable: () => true, isUnique: () => true };
/** Rows above which programs that take rows times rows are not run as compiled. */
const endlessRows = 2000;

/** Returns one cell for each database, since filling its tables takes longer than most programs. */
function cells(): readonly Cell[] {
  const found = Object.keys(tableEngines).filter(
    (name) => name !== "PostgreSQL" || postgresCommands() !== undefined,
  );
  return [...found, optimizer].map((name) => ({ id: [name] }));
}

async function run([name = ""]: Cell["id"], settings: Settings): Promise<Reading> {
  if (name === optimizer) return await readOptimizer(settings);
  const open = tableEngines[name];
  if (open === undefined) throw new TypeError("no such cell");
  await using engine = await open(settings.rows);
  const programs = await compileWorkloads(engine.kind);
  const reading: Record<string, number> = {};
  for (const [workload, { byHand: sql, isEndlessAsCompiled = false }] of Object.entries(
    tableWorkloads,
  )) {
    const program = programs.get(workload);
    if (program === undefined) throw new TypeError("no such program");
    const hand = await engine.byHand(sql);
    const ours = await engine.program(program, true);
    const expected = await hand();
    const rows = rowsOf(program, await ours());
    if (rows !== expected) throw new Error(`${workload}: expected ${expected} rows, got ${rows}`);
    const alone = await engine.byHand(optimize(sqlOf(program), engine.kind));
    const quick = { [byHand]: hand, [optimized]: ours, [itsSql]: alone };
    const times = await measureTurnsMs(quick, {
      rounds: settings.slices,
      budgetMs: 80 * settings.sliceMs,
    });
    for (const [contender, ms] of Object.entries(times)) reading[`${workload}, ${contender}`] = ms;
    if (isEndlessAsCompiled && settings.rows > endlessRows) continue;
    const before = { [asCompiled]: await engine.program(program, false) };
    const { [asCompiled]: ms = 0 } = await measureTurnsMs(before, { rounds: 3, budgetMs: 0 });
    reading[`${workload}, ${asCompiled}`] = ms;
  }
  return reading;
}

/** Returns a statement as the runner for it optimizes it. */
function optimize(sql: string, kind: ProgramKind): string {
  const rules = kind === "sqlDuckDb" ? duckDbRules : postgresRules;
  return optimizeSql(sql, rules, { facts: trusted, mayLeaveOutNone: true }).sql;
}

function sqlOf({ bytes }: Program): string {
  return (programCodec.decode(bytes).value as SqlProgram).sql;
}

/** Counts the rows of an output; one that is not an array is one row. */
function rowsOf({ bytes }: Program, output: Uint8Array): number {
  const { outputTy, defs } = programCodec.decode(bytes).value as SqlProgram;
  const value = codecFor(outputTy, defs).decode(output);
  return outputTy.kind.tag === "array" ? (value as readonly unknown[]).length : 1;
}

async function readOptimizer(settings: Settings): Promise<Reading> {
  const reading: Record<string, number> = {};
  const statements: (readonly [string, string, ProgramKind])[] = [];
  for (const kind of ["sqlPostgres", "sqlDuckDb"] as const) {
    for (const [workload, program] of await compileWorkloads(kind)) {
      statements.push([workload, sqlOf(program), kind]);
    }
  }
  // The first one must not pay for what all share: code that is not compiled yet.
  measureNs(() => statements.map(([, sql, kind]) => optimize(sql, kind)), settings);
  for (const [workload, sql, kind] of statements) {
    const ms = measureNs(() => optimize(sql, kind), settings) / 1e6;
    reading[workload] = Math.max(reading[workload] ?? 0, ms);
  }
  const long = `SELECT '${"x".repeat(1 << 20)}'::text AS value FROM orders AS r0`;
  reading["1 MB"] = measureNs(() => optimize(long, "sqlPostgres"), settings) / 1e6;
  return reading;
}

function msOf(
  readings: Readings,
  engine: string,
  workload: string,
  contender: string,
): number | undefined {
  return readings.get(`${workload}, ${contender}`, engine);
}

/** Returns the time of a contender over that of another; `undefined` if either was not measured. */
function ratioOf(
  readings: Readings,
  engine: string,
  workload: string,
  contender: string,
  to: string,
): number | undefined {
  const [a, b] = [contender, to].map((each) => msOf(readings, engine, workload, each));
  return a === undefined || b === undefined ? undefined : a / b;
}

function report(readings: Readings): Report {
  const goals: Goal[] = [];
  const tables = Object.keys(tableEngines).map((engine) => {
    const ratio = (workload: string, contender: string, to: string): number | undefined =>
      ratioOf(readings, engine, workload, contender, to);
    const rows = Object.entries(tableWorkloads).map(([workload, { goal }]) => {
      const ours = ratio(workload, optimized, byHand);
      goals.push({
        what: `${engine}, ${workload}, time of SQL by hand`,
        atMost: goal,
        measured: ours,
      });
      goals.push({
        what: `${engine}, ${workload}, time of the program as compiled`,
        atMost: 1.1,
        measured: ratio(workload, optimized, asCompiled),
      });
      return [
        workload,
        formatNumber(msOf(readings, engine, workload, byHand)),
        formatRatio(ours),
        formatRatio(goal),
        formatRatio(ratio(workload, itsSql, byHand)),
        formatRatio(ratio(workload, asCompiled, byHand)),
      ];
    });
    const head = ["", "by hand, ms", optimized, "goal", itsSql, asCompiled];
    return { caption: `${engine}, time over SQL by hand`, head, rows };
  });
  const charts = Object.keys(tableEngines).map((engine): Chart => {
    const overHand = (workload: string, contender: string): number | undefined =>
      ratioOf(readings, engine, workload, contender, byHand);
    return {
      name: `tables-${engine.toLowerCase()}`,
      caption: `${engine}: time over that of SQL by hand (less is faster, logarithmic)`,
      series: [optimized, asCompiled],
      groups: Object.keys(tableWorkloads).map((label) => ({
        label,
        values: [overHand(label, optimized), overHand(label, asCompiled)],
      })),
      scale: "log",
    };
  });
  const costs = [...Object.keys(tableWorkloads), "1 MB"].map((workload) => {
    const measured = readings.get(workload, optimizer);
    const atMost = workload === "1 MB" ? 5 : 1;
    const format = (value: number): string => `${formatNumber(value)} ms`;
    goals.push({ what: `optimizing, ${workload}`, atMost, measured, format });
    return [workload, formatNumber(measured)];
  });
  return {
    tables: [
      ...tables,
      { caption: "Optimizing a statement, CPU time", head: ["", "ms"], rows: costs },
    ],
    goals,
    charts,
  };
}

/** Programs on tables, beside SQL by hand in the same driver. */
export const tablesSuite: Suite = { name: "tables", cells, run, report };
