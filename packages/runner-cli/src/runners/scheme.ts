import type { Run } from "@lutra/runner-core";

/** What connecting needs beside the URL. */
export interface ConnectOptions {
  /** Limit of the interpreter: how many steps one execution may take. */
  readonly maxSteps?: number;
}

/** A kind of runner that a URL can name. */
export interface RunnerScheme {
  /** What stands before the first colon; the first name is the usual one. */
  readonly names: readonly string[];
  /** How its URLs look, for help texts. */
  readonly form: string;
  readonly summary: string;
  /**
   * Connects. The packages of a runner are imported here and not before, so that nobody loads what they do not use.
   *
   * @param rest what stands behind the first colon
   */
  connect(rest: string, options: ConnectOptions): Promise<Run>;
}
