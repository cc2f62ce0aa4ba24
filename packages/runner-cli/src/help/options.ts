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
  token: { type: "boolean", text: "http: send the bearer token in LUTRA_RUNNER_TOKEN" },
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
  token: { type: "boolean", text: "http: send the bearer token in LUTRA_RUNNER_TOKEN" },
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
  token: { type: "boolean", text: "http: send the bearer token in LUTRA_RUNNER_TOKEN" },
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
    text: "When asked to end (SIGTERM), lose no call. HTTP: answer /health with 503 and go on for so long, until balancers have noticed; then refuse connections, and wait at most as long again for those that are kept to end. TCP: refuse connections, and tell clients for so long to connect elsewhere. Default: close at once",
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
  "isolate-all": {
    type: "boolean",
    text: "PostgreSQL: isolate every statement, for databases whose triggers, defaults or views change the session; costs round trips",
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
