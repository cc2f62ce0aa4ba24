import type { WebDuplex } from "@lutra/runner-binary";
import type { Run } from "@lutra/runner-core";

/** A runner URL taken apart: everything before the first colon is the scheme. */
export interface RunnerUrl {
  readonly scheme: string;
  readonly rest: string;
}

/** Options of connecting, beside the URL. Each is of use to some kinds of runners only. */
export interface ConnectOptions {
  /** Maximum number of steps of one execution. */
  readonly maxSteps?: number;
  /** Secret that proves the client's identity to a server. */
  readonly token?: string;
  /** Optimizes the SQL of programs; true if absent. */
  readonly optimize?: boolean;
  /** Isolates every statement, as the option of `PostgresRunner` does; false if absent. */
  readonly isolateAll?: boolean;
}

/**
 * Purpose of connecting to a runner: to `run` a few programs; to `serve` clients that know nothing of each other; to
 * `plan` statements that write, which creates no file; or to `describe` itself only, which locks none for writing either.
 */
export type Purpose = "run" | "serve" | "plan" | "describe";

/** Checks whether a runner may create the files that its URL names. */
export function mayCreate(purpose: Purpose): boolean {
  return purpose === "run" || purpose === "serve";
}

/** A kind of runner that a URL can name. */
export interface RunnerScheme {
  /** Schemes of its URLs, before the first colon; the first name is the usual one. */
  readonly names: readonly string[];
  /** Form of its URLs, for help texts. */
  readonly form: string;
  readonly summary: string;
  /** Options that it takes; others are refused before it is asked. */
  readonly options: readonly (keyof ConnectOptions)[];
  /**
   * Set if it computes in this thread, unless it serves: nothing else happens meanwhile, no timer and no Ctrl-C but the
   * system's.
   */
  readonly blocks?: true;
  /**
   * Connects. The packages of a runner are imported here and not before, so that only those in use are loaded.
   *
   * @param purpose what the runner is for
   * @throws UsageError for a URL that is not of its form
   */
  connect(url: RunnerUrl, options: ConnectOptions, purpose: Purpose): Promise<Run>;
  /** Opens a bare stream, where it carries the binary protocol: for tests of the server. */
  readonly openStream?: (url: RunnerUrl) => Promise<WebDuplex>;
}
