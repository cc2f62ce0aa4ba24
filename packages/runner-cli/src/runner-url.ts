import type { ProgramKind, Run } from "@lutra/runner-core";
import { duckdb } from "./runners/duckdb.ts";
import { http } from "./runners/http.ts";
import { interpreter } from "./runners/interpreter.ts";
import { pglite } from "./runners/pglite.ts";
import { posix } from "./runners/posix.ts";
import { postgres } from "./runners/postgres.ts";
import type { ConnectOptions, Purpose, RunnerScheme, RunnerUrl } from "./runners/scheme.ts";
import { tcp } from "./runners/tcp.ts";
import { missingPackage } from "./errors/missing-package.ts";
import { UsageError } from "./errors/usage-error.ts";

export { withoutPassword } from "./secrets.ts";

/** Every kind of runner, in the order in which help lists them. */
export const runnerSchemes: readonly RunnerScheme[] = [
  interpreter,
  pglite,
  postgres,
  duckdb,
  tcp,
  http,
  posix,
];

/** Options of the command that set the options of runners. */
const optionNames: Readonly<Record<keyof ConnectOptions, string>> = {
  maxSteps: "--max-steps",
  token: "--token",
  optimize: "--no-optimize",
  isolateAll: "--isolate-all",
};

/** Runners that need no server, by the kind of program they execute. */
const defaultRunners: Readonly<Record<ProgramKind, string>> = {
  bytecodeLt: "interpreter",
  sqlPostgres: "pglite",
  sqlDuckDb: "duckdb",
};

/** Splits a runner URL. The scheme is not checked. */
export function parseRunnerUrl(url: string): RunnerUrl {
  const colon = url.indexOf(":");
  return colon < 0
    ? { scheme: url, rest: "" }
    : { scheme: url.slice(0, colon), rest: url.slice(colon + 1) };
}

/**
 * Returns the kind of runner that a URL names.
 *
 * @throws UsageError for a scheme that does not exist
 */
export function runnerScheme(url: string): RunnerScheme {
  const { scheme } = parseRunnerUrl(url);
  const found = runnerSchemes.find(({ names }) => names.includes(scheme));
  if (found === undefined) {
    const forms = runnerSchemes.map(({ form }) => form).join(", ");
    throw new UsageError(
      `unknown runner: ${scheme}`,
      likelyUrl(url) ?? `a runner is one of ${forms}`,
    );
  }
  return found;
}

/** Returns the URL that an address or a path alone was likely to mean. */
function likelyUrl(url: string): string | undefined {
  if (/^[^/]+:\d+$/.test(url)) return `for a server write tcp://${url}, or http://${url}`;
  if (/\.(?:db|duckdb)$/.test(url)) return `for a database file write duckdb:${url}`;
  return undefined;
}

/**
 * Connects to the runner that a URL names. The caller shuts it down.
 *
 * @param purpose what the runner is for
 * @throws UsageError for a scheme that does not exist, a URL that is not of its form, or an option that it does not take
 * @throws RunnerError if there is no connection
 * @throws CommandError if the package of the runner is not installed
 */
export async function connectRunner(
  url: string,
  options: ConnectOptions = {},
  purpose: Purpose = "run",
): Promise<Run> {
  const parsed = parseRunnerUrl(url);
  const found = runnerScheme(url);
  for (const [name, value] of Object.entries(options)) {
    const option = name as keyof ConnectOptions;
    if (value === undefined || found.options.includes(option)) continue;
    throw new UsageError(`${optionNames[option]} means nothing to the runner ${found.form}`);
  }
  try {
    return await found.connect(parsed, options, purpose);
  } catch (error) {
    throw missingPackage(error) ?? error;
  }
}

/** Returns the runner of a program for which the user did not name one. */
export function defaultRunner(kind: ProgramKind): string {
  return defaultRunners[kind];
}
