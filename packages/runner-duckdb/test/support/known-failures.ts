/** The engines that run the cases. */
export type EngineName = "node" | "wasm";

/**
 * Returns the cases that `known-failures.txt` lists for an engine, in its order, with the reason of each.
 *
 * @param file what the file contains
 */
export function knownFailures(file: string, engine: EngineName): ReadonlyMap<string, string> {
  const failures = new Map<string, string>();
  for (const line of file.split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    const [engines = "", name = "", ...reason] = line.split(/ +/);
    if (reason.length === 0) throw new TypeError(`a failure without a reason: ${line}`);
    if (!engines.split(",").includes(engine)) continue;
    if (failures.has(name)) throw new TypeError(`listed twice: ${name}`);
    failures.set(name, reason.join(" "));
  }
  return failures;
}

/** Returns the extension whose absence is the reason of a failure. */
export function missingExtension(reason: string | undefined): string | undefined {
  return /^needs the extension (\w+)/.exec(reason ?? "")?.[1];
}
