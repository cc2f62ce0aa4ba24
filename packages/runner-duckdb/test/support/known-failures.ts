import { readFileSync } from "node:fs";

/** The cases that `known-failures.txt` lists for an engine, with the reason of each. */
export function knownFailures(engine: string): ReadonlyMap<string, string> {
  const lines = readFileSync(new URL("../known-failures.txt", import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  const failures = new Map<string, string>();
  for (const line of lines) {
    const [engines = "", name = "", ...reason] = line.split(/ +/);
    if (reason.length === 0) throw new TypeError(`a failure without a reason: ${line}`);
    if (engines.split(",").includes(engine)) failures.set(name, reason.join(" "));
  }
  return failures;
}
