import { CodegenError } from "@lutra/codegen";
import type { PassResults } from "../project-pass.ts";
import { errorText, staleText } from "../report.ts";

/** Sentences of a pass for the log of a bundler. */
export interface Findings {
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

/** Returns the findings of a pass: its warnings, failures and stale modules. */
export function findingsOf(results: PassResults): Findings {
  if (results instanceof CodegenError) return { errors: [textOf(results)], warnings: [] };
  const errors = results.flatMap((result) => {
    const { path, status, error } = result;
    if (error !== undefined) return [textOf(error, path)];
    return status === "stale" ? [staleText(result)] : [];
  });
  return { errors, warnings: results.flatMap(({ warnings }) => warnings) };
}

function textOf(error: CodegenError, path?: string): string {
  return errorText(error, path)
    .replace(/^error: /, "")
    .trimEnd();
}
