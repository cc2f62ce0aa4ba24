import { parseArgs } from "node:util";
import { type Ty, type TyDef, codecFor } from "@lutra/bin";
import { programCodec, type SqlProgram } from "@lutra/bin/program";
import { escapeControls } from "@lutra/bin/render";
import {
  ErrorCode,
  isRunnerError,
  type Program,
  programFromBytes,
  representationOf,
  type Run,
} from "@lutra/runner-core";
import {
  AskedFacts,
  duckDbRules,
  layOutSql,
  type OptimizedSql,
  optimizeSql,
  postgresRules,
  type TableFacts,
} from "@lutra/runner-sql";
import { requiredArgument } from "../arguments.ts";
import { connectOptions } from "../connect-options.ts";
import { explainOptions } from "../help/options.ts";
import { readInput } from "../input.ts";
import type { Io } from "../io.ts";
import { exampleOf } from "../program/example-of.ts";
import { readProgram } from "../program/program-file.ts";
import { findSignature, type Signature, unknownTypes } from "../program/signature.ts";
import { connectRunner, defaultRunner, withoutPassword } from "../runner-url.ts";
import { withSpinner } from "../spinner.ts";
import { UsageError } from "../errors/usage-error.ts";

/** Runs `lutra-runner explain PROGRAM`: prints a program's SQL before and after optimization, and the plans of both. */
export async function explain(args: readonly string[], io: Io): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: explainOptions,
  });
  const path = requiredArgument("explain", "PROGRAM", positionals);
  const connecting = connectOptions(values, io);
  const program = await readProgram(path);
  const sql = sqlOf(program, path);
  const signature = await findSignature(program, path, undefined);
  if (signature === undefined) throw unknownTypes(program, path);
  const source = { path: values.input, format: values["input-format"] };
  const input =
    values.input === undefined
      ? exampleInput(signature)
      : await readInput(path, source, signature, io);
  const url = values.runner ?? defaultRunner(program.kind);
  const command = values.analyze === true ? analyze[program.kind] : "EXPLAIN";
  const text = await withSpinner(io.stderr, `explaining on ${withoutPassword(url)}`, async () => {
    const purpose = isQuery(sql.sql) ? "describe" : "plan";
    const runner = await connectRunner(url, connecting, values.analyze === true ? "run" : purpose);
    try {
      const facts = await factsOf(runner, program, sql.sql);
      const rules = program.kind === "sqlDuckDb" ? duckDbRules : postgresRules;
      const options = { ...facts, mayLeaveOutNone: true, isLaidOut: true };
      const optimized = optimizeSql(sql.sql, rules, options);
      const plan = (text: string): Promise<string> =>
        planOf(runner, program, { ...sql, sql: `${command} ${text}` }, input);
      const plans =
        optimized.rules.length === 0
          ? [await plan(sql.sql)]
          : [await orProblem(plan(sql.sql)), await plan(optimized.sql)];
      return report(sql.sql, optimized, plans);
    } finally {
      await runner.shutdown();
    }
  });
  await io.stdout.write(escapeControls(text, { keepLines: true }));
}

/** Options of EXPLAIN that measure as well; the statement runs, and what it writes is written. */
const analyze: Readonly<Record<Program["kind"], string>> = {
  sqlPostgres: "EXPLAIN (ANALYZE)",
  sqlDuckDb: "EXPLAIN ANALYZE",
  bytecodeLt: "EXPLAIN",
};

/** Checks for a statement that only reads. */
function isQuery(sql: string): boolean {
  return /^\s*(?:select|with|values|\()/i.test(sql);
}

/** Returns a plan, or what the database says of a statement of the compiler that it refuses. */
async function orProblem(plan: Promise<string>): Promise<string> {
  try {
    return await plan;
  } catch (error) {
    if (!isRunnerError(error) || error.code !== ErrorCode.EXECUTION_ERROR) throw error;
    return `none: ${error.message}`;
  }
}

function report(compiled: string, { sql, rules }: OptimizedSql, plans: readonly string[]): string {
  const [before = "", after] = plans;
  const sections: (readonly [string, string])[] = [["compiled SQL", layOutSql(compiled)]];
  if (after === undefined) {
    sections.push(["optimized", "nothing to optimize, or SQL that the compiler did not write"]);
    sections.push(["plan", before]);
  } else {
    sections.push(["optimized SQL", sql], ["rules", rules.join("\n")]);
    sections.push(["plan of the compiled SQL", before], ["plan of the optimized SQL", after]);
  }
  return sections.map(([title, text]) => `-- ${title}\n${text.trimEnd()}\n`).join("\n");
}

function sqlOf({ bytes, kind }: Program, path: string): SqlProgram {
  const { tag, value } = programCodec.decode(bytes);
  if (tag !== "bytecodeLt") return value;
  throw new UsageError(
    `${path} is a program for the interpreter (${representationOf(kind)}), which has no SQL`,
    "compile it for a database: lutra-runner compile SOURCE --kind sql-pg,sql-duckdb",
  );
}

function exampleInput({ input: { ty, codec }, defs }: Signature): Uint8Array {
  return codec.encode(exampleOf(ty, defs, "UTC"));
}

/** Asks the database what the runner asks it in `prepare`. */
async function factsOf(
  runner: Run,
  { kind }: Program,
  sql: string,
): Promise<{ readonly facts?: TableFacts }> {
  if (kind !== "sqlPostgres") return {};
  const asked = new AskedFacts();
  optimizeSql(sql, postgresRules, { facts: asked });
  if (asked.query === undefined) return {};
  const inputTy: Ty = { kind: { tag: "tuple", value: [] }, ...unfinished };
  const query = { sql: asked.query, inputTy, outputTy: text, defs: [textDef] };
  const bytes = programCodec.encode({ tag: "sqlPostgres", value: query });
  const prepared = await runner.prepare(programFromBytes(bytes));
  const output = await runner.execute(prepared, new Uint8Array());
  return { facts: asked.factsOf(codecFor(text, [textDef]).decode(output) as string) };
}

/** Runs EXPLAIN as a program with the same input, whose output is the lines of the plan. */
async function planOf(
  runner: Run,
  { kind }: Program,
  { sql, inputTy, defs }: SqlProgram,
  input: Uint8Array,
): Promise<string> {
  const isDuckDb = kind === "sqlDuckDb";
  const outputTy = isDuckDb ? arrayOf(pair) : arrayOf(text);
  const known: readonly TyDef[] = [...defs, textDef];
  const tag = isDuckDb ? "sqlDuckDb" : "sqlPostgres";
  const bytes = programCodec.encode({ tag, value: { sql, inputTy, outputTy, defs: known } });
  const prepared = await runner.prepare(programFromBytes(bytes));
  const output = await runner.execute(prepared, input);
  const rows = codecFor(outputTy, known).decode(output) as readonly unknown[];
  return rows.map((row) => (isDuckDb ? (row as readonly string[])[1] : row)).join("\n");
}

const unfinished = { layout: null, name: null, variantsRecursive: [] } as const;
const text: Ty = { kind: { tag: "ident", value: ["std", "Text"] }, ...unfinished };
const byte: Ty = { kind: { tag: "primitive", value: "prim8" }, ...unfinished };
const field = { name: null, ty: text, unpack: false } as const;
const pair: Ty = { kind: { tag: "tuple", value: [field, field] }, ...unfinished };
const textDef: TyDef = { name: ["std", "Text"], ty: arrayOf(byte) };

function arrayOf(item: Ty): Ty {
  return { kind: { tag: "array", value: item }, ...unfinished };
}
