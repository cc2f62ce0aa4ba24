import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { equivalenceOf } from "./equivalents/all.ts";
import { type Mutant, mutantsOf } from "./mutants.ts";

/** Files that are tests themselves: another number there is another sample of the same. */
const cases = /^runner-conformance\/.*-cases\.ts$/;

/** A change of a package's source. */
export interface Place extends Mutant {
  /** Path below `packages/`, with slashes. */
  readonly file: string;
  readonly line: number;
  /** The change as it is printed: `< -> <=`. */
  readonly change: string;
  /** Reason why no test can notice the change, if it is known to be such. */
  readonly equivalence: string | undefined;
}

/** Returns all changes of the sources of a package, in the order of files and places. */
export function placesOf(packagesFolder: string, packageName: string): Place[] {
  const source = join(packagesFolder, packageName, "src");
  return readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .toSorted()
    .flatMap((path) => {
      const file = `${packageName}/src/${path.replaceAll("\\", "/")}`;
      return placesIn(file, readFileSync(join(source, path), "utf8"));
    });
}

function placesIn(file: string, text: string): Place[] {
  const lines = text.split("\n");
  const mutants = mutantsOf(text).filter((each) => !cases.test(file) || !each.isAmount);
  return mutants.map((mutant) => {
    const line = text.slice(0, mutant.start).split("\n").length;
    const change = `${text.slice(mutant.start, mutant.end)} -> ${mutant.replacement}`;
    const equivalence = equivalenceOf(file, lines[line - 1]!.trim(), change);
    return { ...mutant, file, line, change, equivalence };
  });
}
