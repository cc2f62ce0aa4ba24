import type { ProgramKind } from "@lutra/runner-core";
import { check, checkSame } from "../check.ts";
import type { ConformanceCase } from "../conformance-case.ts";
import { type RunnerSubject, withRunner } from "./subject.ts";

/** The program kinds by the tags with which a runner names them; the original has two for PostgreSQL. */
const kindsByTag: Readonly<Record<string, ProgramKind>> = {
  "repr:bytecode-lt": "bytecodeLt",
  "repr:sql-pg": "sqlPostgres",
  "repr:sql-postgres": "sqlPostgres",
  "repr:sql-duckdb": "sqlDuckDb",
};

/** Returns the kind of program that externals name, as compilers find it: by the first tag that is known. */
export function kindOf(externals: readonly string[]): ProgramKind | undefined {
  const tag = externals.find((name) => Object.hasOwn(kindsByTag, name));
  return tag === undefined ? undefined : kindsByTag[tag];
}

/** Cases on the interface and the externals of a runner. */
export const interfaceCases: readonly ConformanceCase<RunnerSubject>[] = [
  {
    group: "interface",
    name: "getExternals names the kind of program that the runner executes, and no other",
    run: (subject) =>
      withRunner(subject, async (runner) => {
        const externals = await runner.getExternals();
        check(Array.isArray(externals), "getExternals must give an array");
        for (const name of externals) checkSame(typeof name, "string", "type of an external");
        const tags = externals.filter((name) => name.startsWith("repr:"));
        checkSame(tags.length, 1, "number of repr: tags");
        checkSame(kindOf(externals), subject.kind, "kind of program");
      }),
  },
  {
    group: "interface",
    name: "getInterface gives text",
    run: (subject) =>
      withRunner(subject, async (runner) => {
        checkSame(typeof (await runner.getInterface()), "string", "type of the interface");
      }),
  },
];
