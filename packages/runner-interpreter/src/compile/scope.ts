import type { Expr } from "@lutra/bin/program";
import type { Code } from "../code/code.ts";

/** An argument of a call: an expression where it stands, which may be a function, or code that is there already. */
export type Argument =
  | { readonly expr: Expr; readonly scope: Scope | undefined }
  | { readonly code: Code };

/** What a variable or parameter stands for: code that yields its value, or a function still to be applied. */
export type Meaning = { readonly code: Code } | { readonly callee: Argument };

/** The variables and parameters that an expression can see, innermost first. */
export interface Scope {
  readonly sid: number;
  readonly meaning: Meaning;
  readonly outer: Scope | undefined;
}

/** Finds the innermost meaning of a variable or parameter. */
export function lookUp(scope: Scope | undefined, sid: number): Meaning | undefined {
  let inner = scope;
  while (inner !== undefined && inner.sid !== sid) inner = inner.outer;
  return inner?.meaning;
}

/** Name spaces of symbols: the two high bits. */
export const SidSpace = { external: 0, variable: 1, parameter: 2 } as const;

/** Name space of a symbol. */
export function spaceOf(sid: number): number {
  return sid >>> 30;
}

/** Index of a symbol in its name space. */
export function indexOf(sid: number): number {
  return sid & 0x3fff_ffff;
}
