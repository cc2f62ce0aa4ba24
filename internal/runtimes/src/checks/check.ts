/** One thing that must hold in every runtime. It fails by rejecting. */
export interface Check {
  /** A word or two, and the gate that it is a small version of. */
  readonly name: string;
  /** @returns what was tried, in a few words */
  readonly run: () => Promise<string>;
}

/** Result of a check in a runtime. */
export interface CheckResult {
  readonly name: string;
  readonly isOk: boolean;
  readonly detail: string;
}

/** Runs checks one after the other; never rejects. */
export async function runChecks(checks: readonly Check[]): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  for (const { name, run } of checks) {
    try {
      results.push({ name, isOk: true, detail: await run() });
    } catch (error) {
      const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      results.push({ name, isOk: false, detail });
    }
  }
  return results;
}
