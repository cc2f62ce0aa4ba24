/**
 * Returns the cases of `known-failures.txt`, in its order, with the reason of each.
 *
 * @param file content of the file
 */
export function knownFailures(file: string): ReadonlyMap<string, string> {
  const lines = file.split("\n");
  const failures = new Map<string, string>();
  for (const line of lines) {
    if (line === "" || line.startsWith("#")) continue;
    const [name = "", ...reason] = line.split(/ +/);
    if (reason.length === 0) throw new TypeError(`a failure without a reason: ${line}`);
    failures.set(name, reason.join(" "));
  }
  return failures;
}
