import { codecFor } from "@lutra/bin";
import { programCodec, type SqlProgram } from "@lutra/bin/program";
import { programFromBytes, type Run } from "@lutra/runner-core";
import { InterpreterRunner } from "@lutra/runner-interpreter";
import { duckDbRules, optimizeSql, postgresRules, type TableFacts } from "@lutra/runner-sql";
import type { TableProgram } from "./table-program.ts";

/** A database that programs on tables run on. */
export interface TableEngine {
  /** Database whose programs it takes. */
  readonly name: "postgres" | "duckdb";
  /** Name in reports; absent if it is that of its programs. */
  readonly label?: string;
  /** Executes programs as they were compiled. */
  readonly runner: Run;
  /** Optimizes what it executes. */
  readonly optimizing: Run;
  /** Runs a statement that makes a table. */
  readonly execute: (sql: string) => Promise<unknown>;
  /** Returns the rows of a query, each as an object. */
  readonly read: (sql: string) => Promise<readonly unknown[]>;
}

/** Counts of outcomes of optimized programs. */
export interface Agreement {
  /** Runs that were compared. */
  compared: number;
  /** Those among them that the optimizer left as they were. */
  unchanged: number;
  /** Those in which only the optimized program gave what the interpreter gives. */
  repaired: number;
  /** Those in which both failed. */
  failed: number;
  /** Results of programs as they were compiled, by name, on all databases so far. */
  readonly asCompiled: Map<string, Set<string>>;
  /** Descriptions of what went wrong. */
  readonly faults: string[];
}

/** Makes an empty count. */
export function noAgreement(): Agreement {
  return { compared: 0, unchanged: 0, repaired: 0, failed: 0, asCompiled: new Map(), faults: [] };
}

/** Facts of tables that are tables. That keys are unique may be wrong: statements must be right then, too. */
const trusted: TableFacts = { isTable: () => true, isUnique: () => true };

/** The runner for DuckDB asks for no facts. */
const untold: TableFacts = { isTable: () => false, isUnique: () => false };

const optimizeAll: Optimize = (sql, facts) =>
  optimizeSql(sql, facts === untold ? duckDbRules : postgresRules, { facts });

/** Applies some rules; all if absent. */
export type Optimize = (
  sql: string,
  facts: TableFacts,
) => { readonly sql: string; readonly rules: readonly string[] };

/**
 * Runs a program optimized and not optimized. The optimized one must give what the interpreter gives for the same rows,
 * or what the program gives as it was compiled; it may fail only where that one fails. Where a database refuses the program
 * as it was compiled, that of another one may be the witness.
 */
export async function compareTableProgram(
  engine: TableEngine,
  program: TableProgram,
  agreement: Agreement,
  optimize: Optimize = optimizeAll,
): Promise<void> {
  const compiled = program[engine.name];
  if (compiled.length === 0) return;
  if (program.isWrite !== true) await setUp(engine, program);
  const expected = interpreted(program);
  for (const bytes of compiled) {
    const { tag, value } = programCodec.decode(bytes) as { tag: "sqlPostgres"; value: SqlProgram };
    const { sql, rules } = optimize(value.sql, engine.name === "postgres" ? trusted : untold);
    const optimized = programCodec.encode({ tag, value: { ...value, sql } });
    const before = await outcomeOf(engine, bytes, program);
    // The runner for PostgreSQL would ask for the facts that are given here.
    const isRunners = engine.name === "duckdb" && optimize === optimizeAll;
    const after = isRunners
      ? await outcomeOf({ ...engine, runner: engine.optimizing }, bytes, program)
      : await outcomeOf(engine, optimized, program);
    agreement.compared++;
    if (rules.length === 0) agreement.unchanged++;
    const isAsCompiled = after.text === before.text;
    const isAsInterpreted = expected !== undefined && after.text === expected;
    if (isAsInterpreted && !isAsCompiled) agreement.repaired++;
    const haveFailed = before.isError && after.isError;
    if (haveFailed) agreement.failed++;
    const results = agreement.asCompiled.get(program.name) ?? new Set();
    agreement.asCompiled.set(program.name, results);
    if (!before.isError) results.add(before.text);
    const isAsElsewhere = before.isError && results.has(after.text);
    if (isAsCompiled || isAsInterpreted || haveFailed || isAsElsewhere) continue;
    agreement.faults.push(
      [
        `${program.name} on ${engine.label ?? engine.name}, by ${rules.join(", ")}`,
        program.body,
        `compiled: ${value.sql}`,
        `optimized: ${sql}`,
        `as compiled: ${before.text}`,
        `optimized: ${after.text}`,
        `interpreter: ${expected}`,
      ].join("\n"),
    );
  }
}

/** Result of a run. */
export interface Outcome {
  readonly isError: boolean;
  readonly text: string;
}

async function setUp(engine: TableEngine, program: TableProgram): Promise<void> {
  for (const sql of program.setUp) await engine.execute(sql);
}

/** Runs a program, and returns its result, or that of a change to the tables, as text. */
export async function outcomeOf(
  engine: TableEngine,
  bytes: Uint8Array,
  program: TableProgram,
): Promise<Outcome> {
  const { runner } = engine;
  if (program.isWrite === true) await setUp(engine, program);
  try {
    const prepared = await runner.prepare(programFromBytes(bytes));
    try {
      const output = await runner.execute(prepared, new Uint8Array());
      const value = decoded(bytes, output);
      if (program.isWrite !== true)
        return { isError: false, text: textOf(value, program.isOrdered) };
    } finally {
      await runner.release(prepared);
    }
  } catch (error) {
    return { isError: true, text: `error: ${String(error)}` };
  }
  const tables = [await engine.read("SELECT * FROM a"), await engine.read("SELECT * FROM b")];
  return { isError: false, text: textOf(tables, false) };
}

/** Returns the interpreter's result; `undefined` where it fails but a database does not. */
function interpreted({
  given,
  input,
  isOrdered,
  postgres,
  duckdb,
}: TableProgram): string | undefined {
  const typed = postgres[0] ?? duckdb[0];
  if (given === undefined || typed === undefined) return undefined;
  const interpreter = new InterpreterRunner();
  try {
    const prepared = interpreter.prepareSync(programFromBytes(given));
    return textOf(decoded(typed, interpreter.executeSync(prepared, input)), isOrdered);
  } catch {
    return undefined;
  }
}

/** Returns an output of a program as text. */
export function textOfOutput(
  sqlProgram: Uint8Array,
  output: Uint8Array,
  isOrdered: boolean,
): string {
  return textOf(decoded(sqlProgram, output), isOrdered);
}

function decoded(sqlProgram: Uint8Array, output: Uint8Array): unknown {
  const { outputTy, defs } = programCodec.decode(sqlProgram).value as SqlProgram;
  return codecFor(outputTy, defs).decode(output);
}

/** Returns a value as text. Without a known order, arrays are sorted at all depths. */
function textOf(value: unknown, isOrdered: boolean): string {
  return JSON.stringify(comparable(value, isOrdered));
}

function comparable(value: unknown, isOrdered: boolean): unknown {
  if (typeof value === "number" && !Number.isFinite(value)) return `${value}`;
  if (typeof value === "bigint") return `${value}n`;
  if (Array.isArray(value)) {
    const items = value.map((item) => comparable(item, isOrdered));
    if (isOrdered) return items;
    const keyed = items.map((item) => [JSON.stringify(item), item] as const);
    return keyed.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, item]) => item);
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, comparable(field, isOrdered)]),
  );
}
