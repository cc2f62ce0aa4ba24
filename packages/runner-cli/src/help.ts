import { tokenVariable } from "./connect-options.ts";
import { inputFormats, outputFormats } from "./formats.ts";
import { runnerSchemes } from "./runner-url.ts";

/** How each command is called. */
const usages: Readonly<Record<string, string>> = {
  run: "run PROGRAM [options]",
  interface: "interface --runner URL",
  serve: "serve --runner URL [--at HOST:PORT] [--http HOST:PORT] | --stdio",
  inspect: "inspect --at HOST:PORT --to HOST:PORT",
  conformance: "conformance --runner URL [options]",
};

/** How a command is called; for any other word, which commands there are. */
export function usageHelp(command: string | undefined): string {
  const usage = Object.hasOwn(usages, command ?? "") ? usages[command ?? ""] : undefined;
  return usage === undefined
    ? `a command is one of ${Object.keys(usages).join(", ")}; see \`lutra-runner --help\``
    : `the usage is \`lutra-runner ${usage}\`; see \`lutra-runner --help\``;
}

/** What `--help` prints: enough to need no other page. */
export function helpText(): string {
  const width = Math.max(...runnerSchemes.map(({ form }) => form.length));
  const runners = runnerSchemes.map(({ form, summary }) => `  ${form.padEnd(width)}  ${summary}\n`);
  return `Runs compiled Lutra programs.

Usage:
${Object.values(usages)
  .map((usage) => `  lutra-runner ${usage}\n`)
  .join("")}
Arguments:
  PROGRAM                a compiled program, as \`lutra compile --output PROGRAM.rr.ld\` writes it

Options of run:
  -r, --runner URL       where to execute; default: a runner in this process that fits the program
  -t, --type FILE        the program's signature (rr::ProgramType); default: the program's own, else
                         program-type.ld beside it
  -i, --input FILE       the input; - reads standard input. Not needed if the program takes none
      --input-format F   ${inputFormats.join(" | ")}; default: by the file's extension
  -o, --output FILE      where the output goes; default: standard output
  -f, --format F         ${outputFormats.join(" | ")}; default: by the extension of --output, else table
                         on a terminal and lt elsewhere
      --timeout SECONDS  give up after this time; default: wait. Not for the interpreter, which has --max-steps
      --max-steps N      interpreter: give up after N steps
      --token            http: send the bearer token in ${tokenVariable}

interface prints the functions that a runner offers to programs, as Lutra source: a database's tables, for example.
It takes --runner and --token.

Options of serve:
  -r, --runner URL       what to offer
      --at HOST:PORT     TCP, for lutra-runner and lutra; anyone who can connect can run programs.
                         Default: 127.0.0.1:7373. Port 0 takes a free one
      --http HOST:PORT   HTTP, with one or more of the next three
      --token            only for who sends the bearer token in ${tokenVariable}
      --programs DIR     only programs (*.rr.ld) of this folder
      --allow-anyone     for everyone who can connect
      --stdio            the standard streams, for posix: URLs
      --max-steps N      as for run

inspect passes bytes on between TCP clients, which connect to --at, and the server at --to, and prints each request and
response of the binary protocol, of either generation.

Options of conformance, which tests whether a runner does what every runner must do:
  -r, --runner URL       what to test
      --json FILE        the report as JSON
      --known-failures FILE  cases that must fail, one a line: "group: name"; # starts a comment
      --max-steps N, --token  as for run

Runners:
${runners.join("")}
Formats:
  lt     Lutra literal: { id = 5, title = "Otter", rating = some(8.1) }
  json   64-bit integers and decimals may be strings, so that no digit is lost
  csv    arrays of flat tuples, with a header line
  ld     the binary format;  ltd  the same with its type
  table  for people (output only)

Other:
  -h, --help             this text
  -V, --version          the version

Exit codes: 0 done, 1 failed, 2 called wrongly, 130 interrupted, 143 asked to end.
serve ends with 0 when it is interrupted or asked to end.

Examples:
  lutra-runner run program.rr.ld --input input.json
  echo '[3, 1, 2]' | lutra-runner run sort.rr.ld --type sort-type.ld --input - --input-format lt
  lutra-runner run report.rr.ld --input orders.csv --output report.json
  lutra-runner interface --runner duckdb:shop.db
  lutra-runner serve --runner interpreter --at 127.0.0.1:7373
  lutra-runner run program.rr.ld --input input.json --runner tcp://127.0.0.1:7373
  lutra-runner run program.rr.ld --input input.json --runner 'posix:lutra-runner serve -r interpreter --stdio'
  lutra-runner inspect --at 127.0.0.1:7374 --to 127.0.0.1:7373
`;
}
