import { runnerSchemes } from "../runner-url.ts";
import type { RunnerScheme } from "../runners/scheme.ts";
import type { CommandHelp, OptionHelp } from "./command-help.ts";
import { commandHelps, formatTexts } from "./texts.ts";

/** No line of help is longer. */
const width = 80;

/** Returns the help of a command, if there is one of this name. */
export function helpOf(command: string): CommandHelp | undefined {
  return Object.hasOwn(commandHelps, command) ? commandHelps[command] : undefined;
}

/** Returns the output of `lutra-runner --help`: the commands, and where to read more. */
export function overviewText(): string {
  const commands = Object.entries(commandHelps).map(
    ([name, { summary }]) => [name, summary] as const,
  );
  return `Runs Lutra programs and sources.

Usage: lutra-runner COMMAND [options]

Commands:
${rows(commands)}
Options:
${rows([
  ["-h, --help", "this text; after a command, the help of that command"],
  ["-V, --version", "the version"],
])}
${paragraph("A program runs on a runner: the interpreter, PostgreSQL, DuckDB, or a server that has one. `lutra-runner run --help` lists them.")}
Examples:
  lutra-runner run --help
  lutra-runner run query.lt --input input.json

Exit codes: 0 done, 1 failed, 2 called wrongly, 130 interrupted, 143 asked to
end.
`;
}

/** Returns the output of `lutra-runner COMMAND --help`. */
export function commandText(help: CommandHelp): string {
  const lists = {
    runners: () =>
      `Runners (URL):\n${rows(runnerSchemes.map((scheme) => [scheme.form, schemeText(scheme)]))}`,
    formats: () => `Formats (F):\n${rows(formatTexts)}`,
  };
  const options = Object.entries(help.options).map(
    ([option, each]) => [optionForm(option, each), each.text] as const,
  );
  const { summary } = help;
  return [
    `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.\n`,
    `Usage: lutra-runner ${help.usage}\n`,
    ...help.text.map((text) => paragraph(text)),
    `Options:\n${rows([...options, ["-h, --help", "this text"]])}`,
    ...help.lists.map((list) => lists[list]()),
    `Examples:\n${help.examples.map((example) => `  ${example}\n`).join("")}`,
  ].join("\n");
}

/** Describes a runner, with the other names of its scheme; `https` shows in the form of its URLs. */
function schemeText({ names: [, ...others], summary }: RunnerScheme): string {
  const aliases = others.filter((name) => name !== "https");
  if (aliases.length === 0) return summary;
  return `${summary}; also ${aliases.map((name) => `${name}:`).join(", ")}`;
}

function optionForm(name: string, { short, value }: OptionHelp): string {
  const long = value === undefined ? `--${name}` : `--${name} ${value}`;
  return short === undefined ? `    ${long}` : `-${short}, ${long}`;
}

/** Renders two columns: a name, and its description, on as many lines as it takes. */
function rows(pairs: readonly (readonly [name: string, text: string])[]): string {
  const indent = 4 + Math.max(...pairs.map(([name]) => name.length));
  return pairs
    .map(([name, text]) => `  ${name.padEnd(indent - 2)}${wrapped(text, indent)}\n`)
    .join("");
}

function paragraph(text: string): string {
  return `${wrapped(text, 0)}\n`;
}

/** Breaks a string into lines; those after the first begin with blanks. */
function wrapped(text: string, indent: number): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && indent + longer.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line].join(`\n${" ".repeat(indent)}`);
}
