import { type CodegenError } from "@lutra/codegen";
import { escapeControls } from "@lutra/bin/render";
import type { OutputResult } from "./pass.ts";

/** Text for the terminal: nothing in it that a terminal obeys. */
export interface Report {
  readonly stdout: string;
  readonly stderr: string;
}

/** Tells what a pass did. */
export function reportResults(results: readonly OutputResult[]): Report {
  const done = results
    .filter(({ status }) => status !== "failed" && status !== "stale")
    .map(({ path, status }) => `${safe(path)}: ${status}\n`);
  const stale = results
    .filter(({ status }) => status === "stale")
    .map((result) => `${staleText(result)}\n`);
  const warnings = results.flatMap(({ warnings: own }) =>
    own.map((warning) => `warning: ${safe(warning)}\n`),
  );
  const errors = results.flatMap(({ path, error }) =>
    error === undefined ? [] : [errorText(error, path)],
  );
  return { stdout: done.join(""), stderr: [...warnings, ...stale, ...errors].join("") };
}

/** Says that a module has to be written again, and why, if that is known. */
export function staleText({ path, changes = [] }: Pick<OutputResult, "changes" | "path">): string {
  const why = changes.length === 0 ? "" : `, ${changes.map(safe).join(", ")}`;
  return `${safe(path)} is stale${why}: run \`npx lutra-codegen\``;
}

/** Writes an error in two lines: what was wrong, and what helps. */
export function errorText(
  { message, help }: { message: string; help?: string | undefined },
  path?: string,
): string {
  const where = path === undefined ? "" : `${safe(path)}: `;
  const first = `error: ${where}${lines(message)}\n`;
  return help === undefined ? first : `${first}help: ${lines(help)}\n`;
}

/** Writes the results as JSON. */
export function jsonReport(results: readonly OutputResult[]): string {
  const outputs = results.map(({ path, status, warnings, error }) => ({
    path,
    status,
    warnings,
    ...(error === undefined ? {} : { error: { message: error.message, help: error.help ?? null } }),
  }));
  return `${JSON.stringify({ outputs }, null, 2)}\n`;
}

/** Writes an error that concerns no output as JSON. */
export function jsonError({ message, help }: CodegenError): string {
  return `${JSON.stringify({ outputs: [], error: { message, help: help ?? null } }, null, 2)}\n`;
}

function safe(text: string): string {
  return escapeControls(text);
}

/** Indents the further lines of a message: those of the compiler have several. */
function lines(text: string): string {
  return text.split("\n").map(safe).join("\n  ");
}
