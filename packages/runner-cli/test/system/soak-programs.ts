import { codecFor, type Ty } from "@lutra/bin";
import { programCodec } from "@lutra/bin/program";
import {
  type Program,
  programFromBytes,
  type TypedProgram,
  typedProgram,
} from "@lutra/runner-core";
import { typeOf } from "../type-of.ts";

/** Program kinds of SQL. */
export type SqlKind = "sqlPostgres" | "sqlDuckDb";

/** Returns a standard type, by its name. */
export const std = (name: string): Ty => typeOf({ tag: "ident", value: ["std", name] });

export const array = (item: Ty): Ty => typeOf({ tag: "array", value: item });

export const tuple = (fields: Readonly<Record<string, Ty>>): Ty =>
  typeOf({ tag: "tuple", value: Object.entries(fields).map(([name, ty]) => ({ name, ty })) });

export const unit: Ty = tuple({});

/** Creates a program of SQL. */
export function sqlProgram(tag: SqlKind, sql: string, inputTy: Ty, outputTy: Ty): Program {
  const value = { sql, inputTy, outputTy, defs: [] };
  return programFromBytes(programCodec.encode({ tag, value }));
}

/** Creates a program of SQL with codecs of its types. */
export function typedSql(
  tag: SqlKind,
  sql: string,
  inputTy: Ty,
  outputTy: Ty,
): TypedProgram<unknown, unknown> {
  const program = sqlProgram(tag, sql, inputTy, outputTy);
  return typedProgram(program, codecFor(inputTy, []), codecFor(outputTy, []));
}

const emptyColumns = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`u${i}`, unit]));

/** Rows that take much more memory than their bytes: one byte and 500 columns of nothing. */
export const emptyColumnsTy: Ty = array(tuple({ a: std("Uint8"), ...emptyColumns }));

/** Returns the input for {@link emptyColumnsTy}: 124,008 bytes. */
export function emptyColumnsInput(): Uint8Array {
  const rows = 124_000;
  const bytes = new Uint8Array(8 + rows);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 8, true);
  view.setUint32(4, rows, true);
  return bytes;
}
