import type { PostgresAdapter } from "../../src/index.ts";

/** A database under test, through one driver. */
export interface Engine {
  readonly adapter: PostgresAdapter;
  /** Executes a script of statements. */
  readonly execute: (script: string) => Promise<unknown>;
}
