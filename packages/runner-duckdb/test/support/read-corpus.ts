import { readFileSync } from "node:fs";
import { programCases } from "@lutra-internal/fixtures";
import type { Corpus } from "./describe-program-cases.ts";

/** Returns the corpus, where there is a file system. */
export function readCorpus(): Corpus {
  const failures = readFileSync(new URL("../known-failures.txt", import.meta.url), "utf8");
  return { cases: programCases(), failures };
}
