import { programCodec } from "@lutra/bin/program";
import type { Program } from "@lutra/runner-core";
import { layOutSql, optimizeSql } from "@lutra/runner-sql";

/** Returns SQL that a runner sends for a program, laid out; `undefined` for bytecode. */
export function sqlText(program: Program): string | undefined {
  const compiled = programCodec.decode(program.bytes);
  if (compiled.tag === "bytecodeLt") return undefined;
  const mayLeaveOutNone = compiled.tag === "sqlDuckDb";
  const { sql, rules } = optimizeSql(compiled.value.sql, { mayLeaveOutNone, isLaidOut: true });
  return rules.length === 0 ? layOutSql(sql) : sql;
}
