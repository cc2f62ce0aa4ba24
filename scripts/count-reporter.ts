import { appendFileSync } from "node:fs";
import type { Reporter, TestModule } from "vitest/node";

/** Name of a test that says what it needs, such as `the compiler (npm run build:compiler)`. */
const needs = /\((npm run [\w:-]+)\)/;

/**
 * Ends a test run with one plain line: `N passed, N failed, N skipped`. Before it is a line for each command without which
 * tests were left out.
 *
 * The line is also appended to the file that `LUTRA_COUNTS` names, from which CI adds up its total, after a line
 * `FAILED name: message` for each failure, which CI repeats at its end.
 */
class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly { message: string }[]): void {
    const counts = { passed: 0, skipped: 0 };
    const failures: string[] = [];
    const leftOut = new Map<string, number>();
    const addFailure = (name: string, error: { message: string } | undefined): void => {
      const text = `FAILED ${name}: ${error?.message ?? "no message"}`;
      failures.push(text.replaceAll(/\s+/g, " ").slice(0, 500));
    };
    for (const module of modules) {
      // A file that does not load has no tests to count; it must not pass for an empty one.
      const [error] = module.errors();
      if (error) addFailure(module.relativeModuleId, error);
      for (const test of module.children.allTests()) {
        const { state, errors: reasons } = test.result();
        if (state === "passed") counts.passed++;
        else if (state === "failed")
          addFailure(`${module.relativeModuleId} > ${test.fullName}`, reasons[0]);
        else {
          counts.skipped++;
          const command = needs.exec(test.fullName)?.[1];
          if (command !== undefined) leftOut.set(command, (leftOut.get(command) ?? 0) + 1);
        }
      }
    }
    for (const error of errors) addFailure("outside of any test", error);
    const line = `${counts.passed} passed, ${failures.length} failed, ${counts.skipped} skipped`;
    console.log();
    for (const [command, count] of leftOut)
      console.log(`left out without \`${command}\`: ${count} tests`);
    console.log(line);
    const file = process.env["LUTRA_COUNTS"];
    if (file) appendFileSync(file, [...failures, line, ""].join("\n"));
  }
}

// vitest loads a reporter by its default export.
export default CountReporter;
