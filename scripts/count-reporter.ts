import { appendFileSync } from "node:fs";
import type { Reporter, TestModule } from "vitest/node";

/**
 * Ends a test run with one plain line: `N passed, N failed, N skipped`.
 *
 * The line is also appended to the file that `LUTRA_COUNTS` names, from which CI adds up its total.
 */
class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts = { passed: 0, failed: 0, skipped: 0 };
    for (const module of modules) {
      // A file that does not load has no tests to count; it must not pass for an empty one.
      if (module.errors().length > 0) counts.failed++;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === "passed" || state === "failed") counts[state]++;
        else counts.skipped++;
      }
    }
    counts.failed += errors.length;
    const line = `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`;
    console.log(`\n${line}`);
    const file = process.env["LUTRA_COUNTS"];
    if (file) appendFileSync(file, `${line}\n`);
  }
}

// vitest loads a reporter by its default export.
export default CountReporter;
