import type { Expr } from "@lutra/bin/program";
import type { Code } from "../code/code.ts";
import type { Scope } from "./scope.ts";

/** An argument of a call: an expression where it stands, which may be a function, or code that is there already. */
export type Argument =
  | { readonly expr: Expr; readonly scope: Scope | undefined }
  | { readonly code: Code };
