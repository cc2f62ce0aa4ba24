import { type ProgramKind, representationOf } from "@lutra/runner-core";
import { UsageError } from "../errors/usage-error.ts";

/** All kinds of programs, in the order in which they are listed. */
export const programKinds: readonly ProgramKind[] = ["bytecodeLt", "sqlPostgres", "sqlDuckDb"];

/** Returns the kind of program that a runner executes, as its `getExternals` says; `undefined` if it says none. */
export function findKind(externals: readonly string[]): ProgramKind | undefined {
  return programKinds.find((each) => externals.includes(`repr:${representationOf(each)}`));
}

/**
 * Does the same as {@link findKind} for a runner that has to say it.
 *
 * @param runner the runner as the user named it, for the error
 * @throws UsageError if it says none
 */
export function kindOf(externals: readonly string[], runner: string): ProgramKind {
  const kind = findKind(externals);
  if (kind !== undefined) return kind;
  throw new UsageError(
    `${runner} does not say which kind of program it executes`,
    "compile the sources first: `lutra-runner compile`, and run the program",
  );
}

/**
 * Returns the kind of program with a name, such as `sql-pg`.
 *
 * @throws UsageError for a name that is not that of a kind
 */
export function kindNamed(name: string): ProgramKind {
  const kind = programKinds.find((each) => representationOf(each) === name.toLowerCase());
  if (kind !== undefined) return kind;
  const names = programKinds.map((each) => representationOf(each));
  throw new UsageError(`unknown kind of program: ${name}`, `--kind is one of ${names.join(", ")}`);
}
