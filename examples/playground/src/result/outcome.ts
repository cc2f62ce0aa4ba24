import type { ProgramType } from "@lutra/bin/program";
import type { Program } from "@lutra/runner-core";
import type { Engine } from "../engines/engine.ts";

/** Outcome of a program on one engine. */
export type Outcome = Success | Failure;

/** A result. */
export interface Success {
  readonly engine: Engine;
  readonly program: Program;
  readonly type: ProgramType;
  readonly value: unknown;
  /** The value as Lutra source, by which results are compared. */
  readonly literal: string;
  readonly prepareMilliseconds: number;
  readonly executeMilliseconds: number;
}

/** An error: of the compiler, which cannot express each program for each engine, or of the engine. */
export interface Failure {
  readonly engine: Engine;
  readonly program: Program | undefined;
  readonly error: Error;
}

/** Returns `true` for a result. */
export function isSuccess(outcome: Outcome): outcome is Success {
  return "value" in outcome;
}
