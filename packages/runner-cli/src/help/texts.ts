import type { CommandHelp } from "./command-help.ts";

/** The options of `run`. */
export const runOptions = {
  runner: {
    type: "string",
    short: "r",
    value: "URL",
    text: "where to execute; default: a runner in this process that fits the program",
  },
  input: {
    type: "string",
    short: "i",
    value: "FILE",
    text: "the input; - reads standard input. Not needed if the program takes none",
  },
  "input-format": {
    type: "string",
    value: "F",
    text: "lt | ld | ltd | json | csv; default: by the file's extension",
  },
  output: {
    type: "string",
    short: "o",
    value: "FILE",
    text: "where the output goes; default: standard output",
  },
  format: {
    type: "string",
    short: "f",
    value: "F",
    text: "table | lt | ld | ltd | json | csv; default: by the extension of --output, else table on a terminal and lt elsewhere",
  },
  type: {
    type: "string",
    short: "t",
    value: "FILE",
    text: "the program's types, as `lutra compile` prints them or encoded (rr::ProgramType); default: the program's own, else program-type.ld or program-type.txt beside it, else those of the same program compiled to SQL beside it",
  },
  program: {
    type: "string",
    short: "p",
    value: "NAME",
    text: "sources: the function to run, as main or movies::best; default: main",
  },
  expression: {
    type: "string",
    short: "e",
    value: "EXPR",
    text: "run an expression, or a function of one parameter; with the names of PROGRAM, if that is given and a source",
  },
  watch: { type: "boolean", short: "w", text: "sources: run again after each change" },
  timeout: {
    type: "string",
    value: "SECONDS",
    text: "give up after this time; default: wait. Not for the interpreter, which has --max-steps",
  },
  "max-steps": { type: "string", value: "N", text: "interpreter: give up after N steps" },
  token: { type: "boolean", text: "http: send the bearer token in LUTRA_RUNNER_TOKEN" },
  "no-optimize": {
    type: "boolean",
    text: "databases: execute the compiler's SQL as it is, see `lutra-runner help explain`",
  },
} as const;

/** The options of `describe`. */
export const describeOptions = {
  "example-input": {
    type: "string",
    value: "F",
    text: "print a value of the input's type to edit instead: json | lt",
  },
  program: {
    type: "string",
    short: "p",
    value: "NAME",
    text: "sources: the function to describe; default: main",
  },
  type: {
    type: "string",
    short: "t",
    value: "FILE",
    text: "the program's types; default: those that `run` finds",
  },
} as const;

/** The options of `new`: none. */
export const newOptions = {} as const;

/** The options of `check`. */
export const checkOptions = {
  runner: {
    type: "string",
    short: "r",
    value: "URL",
    text: "check for this runner: with what it offers, and main as a program for it",
  },
  program: {
    type: "string",
    short: "p",
    value: "NAME",
    text: "check this function or expression as a program, too",
  },
  json: { type: "boolean", text: "print the faults as JSON on standard output, for tools" },
  watch: { type: "boolean", short: "w", text: "check again after each change" },
} as const;

/** The options of `compile`. */
export const compileOptions = {
  program: {
    type: "string",
    short: "p",
    value: "NAME",
    text: "the function to compile, as main or movies::best, or an expression; default: main",
  },
  kind: {
    type: "string",
    short: "k",
    multiple: true,
    value: "LIST",
    text: "kinds of programs, as bytecode-lt,sql-pg,sql-duckdb; default: bytecode-lt",
  },
  runner: {
    type: "string",
    short: "r",
    value: "URL",
    text: "compile for this runner: its kind, with what it offers",
  },
  output: {
    type: "string",
    short: "o",
    value: "DIR",
    text: "where the files go; default: beside the sources",
  },
  json: { type: "boolean", text: "print the names of the files as JSON, for tools" },
} as const;

/** The options of `format`. */
export const formatOptions = {
  check: { type: "boolean", text: "change nothing, and end with 1 if something is not formatted" },
} as const;

/** The options of `explain`. */
export const explainOptions = {
  runner: {
    type: "string",
    short: "r",
    value: "URL",
    text: "the database to ask; default: one in this process, without tables",
  },
  analyze: {
    type: "boolean",
    text: "execute both statements and measure them; what they write is written",
  },
  input: {
    type: "string",
    short: "i",
    value: "FILE",
    text: "the input; default: zeros, empty texts and arrays of one",
  },
  "input-format": {
    type: "string",
    value: "F",
    text: "lt | ld | ltd | json | csv; default: by the file's extension",
  },
} as const;

/** The options of `serve`. */
export const serveOptions = {
  runner: { type: "string", short: "r", value: "URL", text: "what to offer" },
  at: {
    type: "string",
    value: "HOST:PORT",
    text: "TCP, for lutra-runner and lutra; every client that can connect can run any program. Default: 127.0.0.1:7373. Port 0 takes a free one",
  },
  http: {
    type: "string",
    value: "HOST:PORT",
    text: "HTTP, with one or more of the next three",
  },
  token: { type: "boolean", text: "only for who sends the bearer token in LUTRA_RUNNER_TOKEN" },
  programs: { type: "string", value: "DIR", text: "only programs (*.rr.ld) of this folder" },
  "allow-anyone": { type: "boolean", text: "for everyone who can connect" },
  origins: {
    type: "string",
    multiple: true,
    value: "LIST",
    text: "HTTP: web pages that may call, as https://app.example,http://localhost:5173; default: those that the server itself would serve",
  },
  hosts: {
    type: "string",
    multiple: true,
    value: "LIST",
    text: "HTTP: names under which it answers, as app.example,localhost; default: any, or those of this machine if HOST is one of them",
  },
  log: {
    type: "boolean",
    text: "HTTP: a line for each request on standard error: method, path, status, milliseconds, bytes",
  },
  drain: {
    type: "string",
    value: "SECONDS",
    text: "HTTP: when asked to end (SIGTERM), answer /health with 503 and go on for so long, until balancers have noticed; then close. Default: close at once",
  },
  stdio: { type: "boolean", text: "the standard streams, for posix: URLs" },
  "max-steps": {
    type: "string",
    value: "N",
    text: "interpreter: give up a call after N steps",
  },
  "no-optimize": {
    type: "boolean",
    text: "databases: execute the compiler's SQL as it is, see `lutra-runner help explain`",
  },
} as const;

/** The options of `interface`. */
export const interfaceOptions = {
  runner: { type: "string", short: "r", value: "URL", text: "what to ask" },
  into: {
    type: "string",
    value: "FILE",
    text: "write it to a file, as a submodule of the project there, instead of printing it",
  },
  token: { type: "boolean", text: "http: send the bearer token in LUTRA_RUNNER_TOKEN" },
} as const;

/** The options of `inspect`. */
export const inspectOptions = {
  at: {
    type: "string",
    value: "HOST:PORT",
    text: "where clients connect; port 0 takes a free one",
  },
  to: { type: "string", value: "HOST:PORT", text: "the server: lutra-runner serve, lutra serve" },
} as const;

/** The options of `conformance`. */
export const conformanceOptions = {
  runner: { type: "string", short: "r", value: "URL", text: "what to test" },
  json: { type: "string", value: "FILE", text: "where to write the report as JSON" },
  "known-failures": {
    type: "string",
    value: "FILE",
    text: 'cases that must fail, one a line: "group: name"; # starts a comment',
  },
  "max-steps": { type: "string", value: "N", text: "interpreter: give up a call after N steps" },
  token: { type: "boolean", text: "http: send the bearer token in LUTRA_RUNNER_TOKEN" },
} as const;

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
  ["json", "64-bit integers and decimals may be strings, so that no digit is lost"],
  ["csv", "arrays of flat tuples, with a header line"],
  ["ld", "the binary format"],
  ["ltd", "the binary format with its type"],
  ["table", "for people; only for outputs"],
];
