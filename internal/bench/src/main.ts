// `pnpm --filter @lutra-internal/bench bench [SUITE ...] [--quick] [--only TEXT] [--rows N] [--trials N] [--json FILE]`
import { writeFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { renderGoals } from "./goals.ts";
import type { Readings } from "./readings.ts";
import { runSuite } from "./run-suite.ts";
import { fullSettings, quickSettings } from "./settings.ts";
import { loadSuite, suiteNames } from "./suites/index.ts";
import { renderTable, withoutGaps } from "./table.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string", default: "" },
    rows: { type: "string" },
    trials: { type: "string" },
    json: { type: "string" },
  },
});
const usual = values.quick ? quickSettings : fullSettings;
const settings = {
  ...usual,
  rows: countOf("rows", usual.rows),
  trials: countOf("trials", usual.trials),
};
const machine = `Node ${process.versions.node}, ${availableParallelism()} x ${cpus()[0]?.model.trim() ?? "unknown CPU"}`;
const all: Record<string, Readings> = {};

console.log(machine);
for (const name of positionals.length === 0 ? suiteNames : positionals) {
  const suite = await loadSuite(name);
  const readings = await runSuite(suite, {
    settings,
    only: values.only,
    onCell: (cell, number, total) =>
      process.stderr.write(`${name} ${number}/${total} ${cell.id.join(" ")}\n`),
  });
  all[name] = readings;
  const { tables, goals } = suite.report(readings);
  const measured = tables.map(withoutGaps).filter(({ rows }) => rows.length > 0);
  console.log([`\n## ${name}`, ...measured.map(renderTable), renderGoals(goals)].join("\n\n"));
}

if (values.json !== undefined) {
  // A package script runs in the package's folder; the file is meant relative to where the command was given.
  const file = resolve(process.env["INIT_CWD"] ?? ".", values.json);
  writeFileSync(file, `${JSON.stringify({ machine, settings, suites: all }, null, 2)}\n`);
}

function countOf(name: "rows" | "trials", usual: number): number {
  const count = Number(values[name] ?? usual);
  if (Number.isInteger(count) && count > 0) return count;
  throw new RangeError(`--${name} is a whole number above 0, not ${values[name]}`);
}
