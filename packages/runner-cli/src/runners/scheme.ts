import type { WebDuplex } from "@lutra/runner-binary";
import type { Run } from "@lutra/runner-core";

/** A runner URL taken apart: everything before the first colon is the scheme. */
export interface RunnerUrl {
  readonly scheme: string;
  readonly rest: string;
}

/** What connecting takes beside the URL. Each is of use to some kinds of runners only. */
export interface ConnectOptions {
  /** How many steps one execution may take. */
  readonly maxSteps?: number;
  /** What proves to a server who asks. */
  readonly token?: string;
  /** Whether the SQL of programs is optimized; true if absent. */
  readonly optimize?: boolean;
}

/**
 * What a runner is connected for: to `run` a few programs; to `serve` clients that know nothing of each other; or to
 * `describe` itself only, which creates no file and locks none for writing.
 */
export type Purpose = "run" | "serve" | "describe";

/** A kind of runner that a URL can name. */
export interface RunnerScheme {
  /** What stands before the first colon; the first name is the usual one. */
  readonly names: readonly string[];
  /** How its URLs look, for help texts. */
  readonly form: string;
  readonly summary: string;
  /** Which options it takes; others are refused before it is asked. */
  readonly options: readonly (keyof ConnectOptions)[];
  /** Whether it computes in this thread, unless it serves: nothing else happens meanwhile, no timer and no Ctrl-C but the system's. */
  readonly blocks: boolean;
  /**
   * Connects. The packages of a runner are imported here and not before, so that nobody loads what they do not use.
   *
   * @param purpose what the runner is for
   * @throws UsageError for a URL that is not of its form
   */
  connect(url: RunnerUrl, options: ConnectOptions, purpose: Purpose): Promise<Run>;
  /** Opens a bare stream, where it carries the binary protocol: for tests of the server. */
  readonly openStream?: (url: RunnerUrl) => Promise<WebDuplex>;
}
