// Measures beside peers: `npm run -s bench`.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { join, resolve } from "node:path";
import { readArguments, refuseArguments } from "@lutra-internal/checks/command-line";
import { changeTable } from "./change-table.ts";
import { renderChart } from "./chart.ts";
import { renderGoals } from "./goals.ts";
import { Readings } from "./readings.ts";
import { runSuite, type SuiteReadings } from "./run-suite.ts";
import { fullSettings, quickSettings } from "./settings.ts";
import type { Suite } from "./suite.ts";
import { loadSuite, suiteNames } from "./suites/index.ts";
import { renderTable, withoutGaps } from "./table.ts";

const usage = `Usage: npm run -s bench -- [SUITE ...] [--quick] [--trials N] [--rows N] [--only TEXT ...]
  [--against FOLDER] [--json FILE] [--svg FOLDER] [--from FILE]

Measures the suites, or all: ${suiteNames.join(", ")}.
--quick takes less time and tells less; --trials is how often each cell is measured, in processes of their own (${fullSettings.trials}).
--rows is the size of tables (${fullSettings.rows}). --only chooses cells whose names contain TEXT.
--against measures the checkout in FOLDER in the same run, and prints what changed.
--json keeps the readings in FILE, --from prints those that were kept. --svg draws charts into FOLDER.`;

const { values, positionals } = readArguments(usage, {
  quick: { type: "boolean", default: false },
  only: { type: "string", multiple: true, default: [""] },
  against: { type: "string" },
  rows: { type: "string" },
  trials: { type: "string" },
  json: { type: "string" },
  svg: { type: "string" },
  from: { type: "string" },
});
for (const name of positionals)
  if (!suiteNames.includes(name)) refuseArguments(usage, `no suite is called "${name}"`);
const usual = values.quick ? quickSettings : fullSettings;
const settings = {
  ...usual,
  rows: countOf("rows", usual.rows),
  trials: countOf("trials", usual.trials),
};
const thisMachine = `Node ${process.versions.node}, ${availableParallelism()} x ${cpus()[0]?.model.trim() ?? "unknown CPU"}`;
// A package script runs in the package's folder; paths are meant relative to where the command was given.
const pathOf = (path: string): string => resolve(process.env["INIT_CWD"] ?? ".", path);
const against = values.against === undefined ? undefined : pathOf(values.against);
const all: Record<string, Readings> = {};

/** Content of a file of `--json`. */
interface Kept {
  readonly machine: string;
  readonly suites: Readonly<Record<string, ReturnType<Readings["toJSON"]>>>;
}

const kept =
  values.from === undefined
    ? undefined
    : (JSON.parse(readFileSync(pathOf(values.from), "utf8")) as Kept);
const machine = kept?.machine ?? thisMachine;
const names = kept === undefined ? suiteNames : Object.keys(kept.suites);

console.log(machine);
for (const name of positionals.length === 0 ? names : positionals) {
  const suite = await loadSuite(name);
  const { readings, before } = await measure(suite);
  all[name] = readings;
  const { tables, goals, charts = [] } = suite.report(readings);
  const measured = [...tables, changeTable(readings, before)]
    .map(withoutGaps)
    .filter(({ rows }) => rows.length > 0);
  console.log([`\n## ${name}`, ...measured.map(renderTable), renderGoals(goals)].join("\n\n"));
  if (values.svg !== undefined) {
    mkdirSync(pathOf(values.svg), { recursive: true });
    for (const chart of charts)
      writeFileSync(join(pathOf(values.svg), `${chart.name}.svg`), renderChart(chart));
  }
}

/** Runs a suite, or takes the readings that were kept. */
async function measure(suite: Suite): Promise<SuiteReadings> {
  const { name } = suite;
  if (kept !== undefined) {
    return { readings: Readings.from(kept.suites[name] ?? []), before: new Readings() };
  }
  return await runSuite(suite, {
    settings,
    only: values.only,
    ...(against === undefined ? {} : { against }),
    onCell: (cell, number, total) =>
      process.stderr.write(`${name} ${number}/${total} ${cell.id.join(" ")}\n`),
  });
}

if (values.json !== undefined) {
  writeFileSync(
    pathOf(values.json),
    `${JSON.stringify({ machine, settings, suites: all }, null, 2)}\n`,
  );
}

function countOf(name: "rows" | "trials", usual: number): number {
  const count = Number(values[name] ?? usual);
  if (Number.isInteger(count) && count > 0) return count;
  return refuseArguments(usage, `--${name} takes a whole number above 0, got ${values[name]}`);
}
