import { programCodec } from "@lutra/bin/program";
import type { Program } from "@lutra/runner-core";
import { duckDbRules, layOutSql, optimizeSql, postgresRules } from "@lutra/runner-sql";

/** Returns SQL that a runner sends for a program, laid out; `undefined` for bytecode. */
export function sqlText(program: Program): string | undefined {
  const compiled = programCodec.decode(program.bytes);
  if (compiled.tag === "bytecodeLt") return undefined;
  const all = compiled.tag === "sqlDuckDb" ? duckDbRules : postgresRules;
  const options = { mayLeaveOutNone: true, isLaidOut: true };
  const { sql, rules } = optimizeSql(compiled.value.sql, all, options);
  return rules.length === 0 ? layOutSql(sql) : sql;
}
