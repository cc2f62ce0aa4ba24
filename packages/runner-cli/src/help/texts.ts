import type { CommandHelp } from "./command-help.ts";
import {
  checkOptions,
  compileOptions,
  conformanceOptions,
  describeOptions,
  explainOptions,
  formatOptions,
  inspectOptions,
  interfaceOptions,
  newOptions,
  runOptions,
  serveOptions,
} from "./options.ts";

/** Every command, in the order in which help lists them. */
export const commandHelps: Readonly<Record<string, CommandHelp>> = {
  run: {
    summary: "execute a program or a source once, and print or write its output",
    usage: "run PROGRAM [options]",
    text: [
      "PROGRAM is a Lutra source (.lt), a folder with a module.lt, or a compiled program (.rr.ld). Sources are compiled for the runner: with the functions that it has, and what it offers as the module `runner`.",
    ],
    options: runOptions,
    lists: ["runners", "formats"],
    examples: [
      "lutra-runner run query.lt --input input.json",
      "lutra-runner run . --program movies::best -i input.lt --watch",
      "lutra-runner run -e '[1: Int64, 2, 3] | map(x -> 2 * x)'",
      "lutra-runner run program.rr.ld --input input.json",
      "lutra-runner run report.rr.ld --input sales.csv --output report.json",
      "echo '\"to be\"' | lutra-runner run words.rr.ld -i - --input-format json",
      "lutra-runner run shop.rr.ld -i since.lt --runner duckdb:shop.db",
      "lutra-runner run program.rr.ld -i input.json -r tcp://127.0.0.1:7373",
      "lutra-runner run program.rr.ld -i input.json \\\n    -r 'posix:lutra-runner serve --runner interpreter --stdio'",
    ],
  },
  new: {
    summary: "write a project to start from: a query, an input, and a typed call",
    usage: "new DIR",
    text: [
      "DIR is a folder that is not there yet, or an empty one. Its package.json has scripts that check and run the query, generate its client, and call it from TypeScript.",
    ],
    options: newOptions,
    lists: [],
    examples: ["lutra-runner new movies"],
  },
  check: {
    summary: "show all faults of sources",
    usage: "check SOURCE [options]",
    text: ["SOURCE is a Lutra source (.lt), or a folder with a module.lt."],
    options: checkOptions,
    lists: ["runners"],
    examples: [
      "lutra-runner check query.lt",
      "lutra-runner check . --runner duckdb:shop.db --watch",
    ],
  },
  compile: {
    summary: "compile sources to programs, and write them with their types",
    usage: "compile SOURCE [options]",
    text: [
      "SOURCE is a Lutra source (.lt), or a folder with a module.lt. It writes program.KIND.rr.ld for each kind, and program-type.ld.",
    ],
    options: compileOptions,
    lists: ["runners"],
    examples: [
      "lutra-runner compile query.lt --kind bytecode-lt,sql-pg --output build",
      "lutra-runner compile . --program movies::best --runner duckdb:shop.db",
    ],
  },
  format: {
    summary: "write sources in their standard form",
    usage: "format SOURCE... [--check]",
    text: [
      "SOURCE is a Lutra source, a folder with a module.lt, or - for standard input, whose standard form is printed.",
    ],
    options: formatOptions,
    lists: [],
    examples: ["lutra-runner format query.lt", "lutra-runner format . --check"],
  },
  serve: {
    summary: "offer a runner to others, over TCP, HTTP or standard streams",
    usage: "serve --runner URL [options]",
    text: [
      "It serves until it is interrupted or asked to end, and then ends with 0: calls in flight get 5 s to end, and a second interruption ends it at once.",
    ],
    options: serveOptions,
    lists: ["runners"],
    examples: [
      "lutra-runner serve --runner duckdb:shop.db --at 127.0.0.1:7373",
      "lutra-runner serve -r interpreter --http 0.0.0.0:8080 --allow-anyone --drain 5",
      "LUTRA_RUNNER_TOKEN=secret lutra-runner serve -r interpreter \\\n    --http 127.0.0.1:8080 --token",
      "lutra-runner serve -r interpreter --http 127.0.0.1:8080 --log \\\n    --programs . --origins http://localhost:5173",
    ],
  },
  describe: {
    summary: "say what a program or a source is, or print an input for it to edit",
    usage: "describe PROGRAM [options]",
    text: [
      "It prints the kind of program, what it runs on, its size and hash, the functions that it needs of its runner, and its input and output with all names expanded. Of sources (.lt, or a folder) it also lists the definitions.",
    ],
    options: describeOptions,
    lists: [],
    examples: [
      "lutra-runner describe program.rr.ld",
      "lutra-runner describe query.lt",
      "lutra-runner describe program.rr.ld --example-input json > input.json",
    ],
  },
  explain: {
    summary: "print the SQL of a program as compiled and as optimized, and the plans of both",
    usage: "explain PROGRAM --runner URL [options]",
    text: [
      "The runners of databases optimize the SQL of programs, unless --no-optimize is given. This shows what they execute, which rules changed it, and what the database makes of it.",
    ],
    options: explainOptions,
    lists: ["runners"],
    examples: ["lutra-runner explain report.rr.ld --runner duckdb:shop.db"],
  },
  interface: {
    summary: "print what a runner offers to programs, as Lutra source",
    usage: "interface --runner URL [--into FILE] [--token]",
    text: [
      "A database offers its tables, for example. Sources find it as the module `runner`; --into keeps it as a file of a project, to compile without the runner.",
    ],
    options: interfaceOptions,
    lists: ["runners"],
    examples: [
      "lutra-runner interface --runner duckdb:shop.db",
      "lutra-runner interface --runner duckdb:shop.db --into project/shop.lt",
    ],
  },
  inspect: {
    summary: "stand between clients and a server, and print what passes",
    usage: "inspect --at HOST:PORT --to HOST:PORT",
    text: [
      "Bytes pass on as they are, between TCP clients, which connect to --at, and the server at --to. Each request and response of the binary protocol, of either generation, is printed on one line.",
    ],
    options: inspectOptions,
    lists: [],
    examples: ["lutra-runner inspect --at 127.0.0.1:7374 --to 127.0.0.1:7373"],
  },
  conformance: {
    summary: "test whether a runner does what every runner must do",
    usage: "conformance --runner URL [options]",
    text: ["It prints a table of the cases, and ends with 1 unless all pass."],
    options: conformanceOptions,
    lists: ["runners"],
    examples: [
      "lutra-runner conformance --runner tcp://127.0.0.1:7373 --json report.json",
      "lutra-runner conformance --runner interpreter",
    ],
  },
};

/** Formats of inputs and outputs. */
export const formatTexts: readonly (readonly [name: string, text: string])[] = [
  ["lt", 'a Lutra literal: { id = 5, title = "Otter", rating = some(8.1) }'],
  [
    "json",
    "64-bit integers and decimals may be strings, so that no digit is lost; of sources with several parameters, an object with their names or an array",
  ],
  ["csv", "arrays of flat tuples, with a header line"],
  ["ld", "the binary format"],
  ["ltd", "the binary format with its type"],
  ["table", "for people; only for outputs"],
];
