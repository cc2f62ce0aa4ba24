// Feeds parsers and decoders with inputs that reach ever more of their code: `npm run -s fuzz -- [TARGET ...]`.
import { appendFileSync, readdirSync, readFileSync } from "node:fs";
import { basename, relative } from "node:path";
import { readArguments, refuseArguments } from "@lutra-internal/checks/command-line";
import { addToCorpus, readCorpus, writeFinding } from "./corpus.ts";
import { type Outcome, watch } from "./watch.ts";

const folder = new URL("./targets/", import.meta.url);
const targets = readdirSync(folder).map((file) => basename(file, ".ts"));
const usage = `Usage: npm run -s fuzz -- [TARGET ...] [--seconds N] [--seed N] [--keep] [--input FILE]

Targets: ${targets.join(", ")}. All of them without one.
--seconds is the time for each target (60). --seed begins another sequence of random numbers (1).
--keep adds inputs that reach new code to internal/fuzz/corpus. --input runs one target with one input.`;

const { positionals, values } = readArguments(usage, {
  seconds: { type: "string", default: "60" },
  seed: { type: "string", default: "1" },
  keep: { type: "boolean", default: false },
  input: { type: "string" },
});
const seconds = Number(values.seconds);
const seed = Number(values.seed);
if (!(seconds > 0)) refuseArguments(usage, "--seconds takes a number above 0");
if (!Number.isSafeInteger(seed)) refuseArguments(usage, "--seed takes a whole number");
for (const name of positionals)
  if (!targets.includes(name)) refuseArguments(usage, `no target is called "${name}"`);
if (values.input !== undefined && positionals.length !== 1)
  refuseArguments(usage, "--input takes one target");

const counts = { passed: 0, skipped: 0 };
const failures: string[] = [];
for (const name of positionals.length > 0 ? positionals : targets) {
  const inputs = values.input === undefined ? readCorpus(name) : [readInput(values.input)];
  const url = new URL(`${name}.ts`, folder).href;
  const job = { url, inputs, seed: values.input === undefined ? seed : undefined };
  report(name, await watch({ ...job, seconds }));
}
const line = `${counts.passed} passed, ${failures.length} failed, ${counts.skipped} skipped`;
console.log(`\n${line}`);
const countsFile = process.env["LUTRA_COUNTS"];
if (countsFile) appendFileSync(countsFile, [...failures, line, ""].join("\n"));
process.exitCode = failures.length === 0 ? 0 : 1;

/** Counts and prints the outcome of one target. */
function report(name: string, { runs, blocks, found, finding }: Outcome): void {
  if (finding !== undefined) {
    const file = values.input ?? relative("", writeFinding(name, finding.data));
    const [reason = ""] = finding.message.split("\n");
    failures.push(`FAILED fuzz ${name}: ${reason.slice(0, 300)} (${file})`);
    console.error(`${name}: an input of ${finding.data.length} bytes: ${finding.message}`);
    console.error(`Repeat it: npm run -s fuzz -- ${name} --input ${file}`);
  } else if (runs === 0) {
    counts.skipped++;
    console.log(`${name}: skipped, not loaded within ${seconds} s; a larger --seconds helps`);
  } else {
    counts.passed++;
    const added = values.keep ? `, ${addToCorpus(name, found)} added to the corpus` : "";
    console.log(`${name}: ${runs} runs, ${blocks} blocks, ${found.length} new inputs${added}`);
  }
}

function readInput(file: string): Uint8Array {
  return new Uint8Array(readFileSync(file));
}
