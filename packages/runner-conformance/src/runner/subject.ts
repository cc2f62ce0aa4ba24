import { type ProgramKind, type Run, typedProgram, type TypedProgram } from "@lutra/runner-core";
import { corpusProgram } from "../corpus.ts";

/** A runner under test. */
export interface RunnerSubject {
  /** The programs that it executes. */
  readonly kind: ProgramKind;
  /** Makes a runner, or a new connection to one. Every case makes its own, and shuts it down. */
  connect(): Promise<Run>;
}

/** Returns a program that answers with its input, a Text. */
export function echo({ kind }: RunnerSubject): TypedProgram<string, string> {
  const { program, codecs } = corpusProgram(kind, "the input, a Text");
  return typedProgram(program, codecs.input, codecs.output) as TypedProgram<string, string>;
}

/** Returns a program that answers with the remainder of ten divided by its input, and fails for 0. */
export function remainderOfTen({ kind }: RunnerSubject): TypedProgram<number, number> {
  const { program, codecs } = corpusProgram(kind, "remainder of ten");
  return typedProgram(program, codecs.input, codecs.output) as TypedProgram<number, number>;
}

/** Connects, works, and shuts down whatever happens. */
export async function withRunner(
  subject: RunnerSubject,
  work: (runner: Run) => Promise<void>,
): Promise<void> {
  const runner = await subject.connect();
  try {
    await work(runner);
  } finally {
    await runner.shutdown();
  }
}
